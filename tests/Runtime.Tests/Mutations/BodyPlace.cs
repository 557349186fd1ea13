using System.Buffers.Binary;
using System.Reflection.Metadata;
using HotWeave.Loading;
using HotWeave.Preparing;

namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>Where a body stands in an image (ECMA-335 II.25.4), so that parts of it can be changed in place.</summary>
internal sealed class BodyPlace
{
    private const int FatHeader = 12;

    private BodyPlace(int header, bool isFat, int length, IReadOnlyList<ILInstruction> instructions)
    {
        (Header, IsFat, Length, Instructions) = (header, isFat, length, instructions);
    }

    /// <summary>Where its header begins.</summary>
    internal int Header { get; }

    internal bool IsFat { get; }

    /// <summary>Of its instructions.</summary>
    internal int Length { get; }

    internal IReadOnlyList<ILInstruction> Instructions { get; }

    /// <summary>Where its instructions begin.</summary>
    internal int Code => Header + (IsFat ? FatHeader : 1);

    /// <summary>Where its table of protected regions begins; the rows stand behind four bytes.</summary>
    internal int Regions => (Code + Length + 3) & ~3;

    internal static BodyPlace Find(PatchImage image, byte[] bytes, int address)
    {
        var section = image.Headers.SectionHeaders[image.Headers.GetContainingSectionIndex(address)];
        var header = address - section.VirtualAddress + section.PointerToRawData;
        var isFat = (bytes[header] & 3) == 3;
        var length = isFat ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(header + 4)) : bytes[header] >> 2;
        var instructions = new List<ILInstruction>();
        var il = image.Body(address).GetILReader();
        while (il.RemainingBytes > 0)
            instructions.Add(ILInstruction.Read(ref il));
        return new BodyPlace(header, isFat, length, instructions);
    }

    internal static bool HasRegions(byte[] bytes, BodyPlace body) => body.IsFat && (bytes[body.Header] & 8) != 0;
}
