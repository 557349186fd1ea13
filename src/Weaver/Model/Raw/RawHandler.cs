namespace HotWeave.Weaver.Model.Raw;

/// <summary>An exception handler as it stands in a file (ECMA-335 II.25.4.6).</summary>
/// <param name="Kind">0 catch, 1 filter, 2 finally, 4 fault.</param>
/// <param name="TryStart">Where what is guarded begins, in bytes from the first instruction; so are the other offsets.</param>
/// <param name="TryLength">How long that is.</param>
/// <param name="HandlerStart">Where the handler begins.</param>
/// <param name="HandlerLength">How long it is.</param>
/// <param name="Operand">The token of the caught type, or the offset of the filter.</param>
internal readonly record struct RawHandler(int Kind, int TryStart, int TryLength, int HandlerStart, int HandlerLength, int Operand)
{
    public const int Catch = 0;
    public const int Filter = 1;

    private const int FatFormat = 0x40;
    private const int MoreSections = 0x80;

    /// <summary>The handlers of a body.</summary>
    public static IReadOnlyList<RawHandler> ReadAll(byte[] image, in RawBody body)
    {
        if (!body.HasSections)
            return [];
        var handlers = new List<RawHandler>();
        foreach (var (at, isFat) in Places(image, body.End))
        {
            handlers.Add(isFat
                ? new RawHandler(Int(image, at), Int(image, at + 4), Int(image, at + 8), Int(image, at + 12), Int(image, at + 16), Int(image, at + 20))
                : new RawHandler(Short(image, at), Short(image, at + 2), image[at + 4], Short(image, at + 5), image[at + 7], Int(image, at + 8)));
        }

        return handlers;
    }

    /// <summary>Moves what all handlers of a body say by so many bytes.</summary>
    public static void Shift(byte[] image, in RawBody body, int by)
    {
        if (!body.HasSections)
            return;
        foreach (var (at, isFat) in Places(image, body.End))
        {
            var (size, handler, operand) = isFat ? (4, at + 12, at + 20) : (2, at + 5, at + 8);
            var isFilter = (isFat ? Int(image, at) : Short(image, at)) == Filter;
            RawBody.Put(image, at + size, Read(image, at + size, size) + by, size);
            RawBody.Put(image, handler, Read(image, handler, size) + by, size);
            if (isFilter)
                RawBody.Put(image, operand, Int(image, operand) + by, 4);
        }
    }

    // Each section begins at a multiple of four.
    private static IEnumerable<(int At, bool IsFat)> Places(byte[] image, int end)
    {
        var kind = MoreSections;
        for (var at = end; (kind & MoreSections) != 0;)
        {
            at = (at + 3) & ~3;
            kind = image[at];
            if ((kind & 0x3F) != 1)
                throw new BadImageFormatException("a body has an unknown section");
            var isFat = (kind & FatFormat) != 0;
            var size = isFat ? Int(image, at) >>> 8 : image[at + 1];
            var (count, length) = isFat ? (size / 24, 24) : (size / 12, 12);
            at += 4;
            for (var i = 0; i < count; i++, at += length)
                yield return (at, isFat);
        }
    }

    private static int Read(byte[] image, int at, int size) => size == 4 ? Int(image, at) : Short(image, at);

    private static int Int(byte[] image, int at) => BitConverter.ToInt32(image, at);

    private static int Short(byte[] image, int at) => BitConverter.ToUInt16(image, at);
}
