namespace HotWeave.Weaver.Model.Raw;

/// <summary>The body of a method as it stands in a file (ECMA-335 II.25.4).</summary>
/// <param name="Header">Where the header is in the file.</param>
/// <param name="Code">Where the first instruction is.</param>
/// <param name="Size">The number of bytes of all instructions.</param>
/// <param name="Locals">The token of the variables' signature; 0 where there are none.</param>
/// <param name="InitLocals">Whether variables begin as zero.</param>
/// <param name="HasSections">Whether there are exception handlers.</param>
internal readonly record struct RawBody(int Header, int Code, int Size, int Locals, bool InitLocals, bool HasSections)
{
    /// <summary>The size of a header that says everything.</summary>
    public const int FatHeader = 12;

    private const int Tiny = 2;
    private const int Fat = 3;
    private const int MoreSections = 8;
    private const int InitializesLocals = 0x10;

    /// <summary>Where the instructions end.</summary>
    public int End => Code + Size;

    /// <summary>Reads the header at a place of <paramref name="image"/>.</summary>
    public static RawBody Read(byte[] image, int at)
    {
        var flags = image[at];
        var body = (flags & 3) switch
        {
            Tiny => new RawBody(at, at + 1, flags >> 2, 0, false, false),
            Fat => new RawBody(
                at, at + FatHeader, BitConverter.ToInt32(image, at + 4), BitConverter.ToInt32(image, at + 8), (flags & InitializesLocals) != 0, (flags & MoreSections) != 0),
            _ => throw new BadImageFormatException("a body has an unknown header"),
        };
        return body.Size > 0 && body.Size <= image.Length - body.Code
            ? body
            : throw new BadImageFormatException("a body leads out of the file");
    }

    /// <summary>Writes a header that says this at <paramref name="at"/>, right before the instructions.</summary>
    public void WriteBefore(byte[] image, int at, int size, int maxStack)
    {
        image[at] = (byte)(Fat | (HasSections ? MoreSections : 0) | (InitLocals ? InitializesLocals : 0));
        image[at + 1] = (FatHeader / 4) << 4;
        Put(image, at + 2, maxStack, 2);
        Put(image, at + 4, size, 4);
        Put(image, at + 8, Locals, 4);
    }

    /// <summary>What the header says of the stack; tiny ones mean 8.</summary>
    public int MaxStack(byte[] image) => Code - Header == 1 ? 8 : BitConverter.ToUInt16(image, Header + 2);

    internal static void Put(byte[] image, int at, int value, int size)
    {
        for (var i = 0; i < size; i++)
            image[at + i] = (byte)(value >> (i * 8));
    }
}
