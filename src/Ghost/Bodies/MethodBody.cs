using System.Buffers.Binary;

namespace HotWeave.Ghost.Bodies;

/// <summary>The parts of a method's body as it stands in memory (ECMA-335 II.25.4).</summary>
internal readonly ref struct MethodBody
{
    private const int TinyFormat = 2;
    private const int FatFormat = 3;
    private const int MoreSections = 0x08;
    private const int InitialisesLocals = 0x10;
    private const int FatHeader = 12;

    private MethodBody(ReadOnlySpan<byte> code, ReadOnlySpan<byte> sections, int maxStack, int locals, bool initLocals)
    {
        Code = code;
        Sections = sections;
        MaxStack = maxStack;
        Locals = locals;
        InitLocals = initLocals;
    }

    /// <summary>The instructions.</summary>
    public ReadOnlySpan<byte> Code { get; }

    /// <summary>The sections of exception handlers; empty where there are none.</summary>
    public ReadOnlySpan<byte> Sections { get; }

    /// <summary>How much the instructions have on the stack.</summary>
    public int MaxStack { get; }

    /// <summary>The token of the variables' signature; 0 where there are none.</summary>
    public int Locals { get; }

    /// <summary>Whether variables begin as zero.</summary>
    public bool InitLocals { get; }

    /// <summary>Reads a body; false where it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MethodBody body)
    {
        body = default;
        if (bytes.IsEmpty)
            return false;
        if ((bytes[0] & 3) == TinyFormat)
        {
            var length = bytes[0] >> 2;
            if (length == 0 || 1 + length > bytes.Length)
                return false;
            body = new MethodBody(bytes.Slice(1, length), [], 8, 0, false);
            return true;
        }

        return (bytes[0] & 3) == FatFormat && bytes.Length >= FatHeader && TryReadFat(bytes, out body);
    }

    /// <summary>Writes a header that says everything.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="size">The number of bytes of the instructions.</param>
    /// <param name="maxStack">How much they have on the stack.</param>
    /// <param name="hasSections">Whether exception handlers follow.</param>
    public void WriteHeader(Span<byte> to, int size, int maxStack, bool hasSections)
    {
        to[0] = (byte)(FatFormat | (hasSections ? MoreSections : 0) | (InitLocals ? InitialisesLocals : 0));
        to[1] = (FatHeader / 4) << 4;
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], checked((ushort)maxStack));
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], size);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], Locals);
    }

    private static bool TryReadFat(ReadOnlySpan<byte> bytes, out MethodBody body)
    {
        body = default;
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (size <= 0 || size > bytes.Length - FatHeader)
            return false;
        var hasSections = (bytes[0] & MoreSections) != 0;
        var end = (FatHeader + size + 3) & ~3;
        if (hasSections && end >= bytes.Length)
            return false;
        body = new MethodBody(
            bytes.Slice(FatHeader, size),
            hasSections ? bytes[end..] : [],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            (bytes[0] & InitialisesLocals) != 0);
        return true;
    }
}
