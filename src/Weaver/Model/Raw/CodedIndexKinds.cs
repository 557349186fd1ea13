namespace HotWeave.Weaver.Model.Raw;

/// <summary>Reads coded indexes: the lowest bits are a tag, which says the table.</summary>
internal static class CodedIndexKinds
{
    // By kind, the tables in the order of their tags, and the bits that a tag takes; a tag that means none stands for table 0.
    private static readonly (int[] Tables, int Bits)[] Kinds =
    [
        ([0x02, 0x01, 0x1B, 0], 2),
        ([0x04, 0x08, 0x17, 0], 2),
        (
            [
                0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23,
                0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ], 5),
        ([0x04, 0x08], 1),
        ([0x02, 0x06, 0x20, 0], 2),
        ([0x02, 0x01, 0x1A, 0x06, 0x1B, 0, 0, 0], 3),
        ([0x14, 0x17], 1),
        ([0x06, 0x0A], 1),
        ([0x04, 0x06], 1),
        ([0x26, 0x23, 0x27, 0], 2),
        ([0, 0, 0x06, 0x0A, 0, 0, 0, 0], 3),
        ([0x00, 0x1A, 0x23, 0x01], 2),
        ([0x02, 0x06], 1),
        (
            [
                0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23,
                0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B, 0x30, 0x32, 0x33, 0x34, 0x35, 0, 0, 0, 0, 0,
            ], 5),
    ];

    /// <summary>The token of the row that an index names.</summary>
    public static int TokenOf(CodedIndexKind kind, int coded)
    {
        var (tables, bits) = Kinds[(int)kind];
        return (tables[coded & ((1 << bits) - 1)] << 24) | (coded >>> bits);
    }

    /// <summary>The index that names the row of a token.</summary>
    /// <exception cref="ArgumentException">Indexes of this kind name no rows of its table.</exception>
    public static int Encode(CodedIndexKind kind, int token)
    {
        var (tables, bits) = Kinds[(int)kind];
        var tag = Array.IndexOf(tables, token >>> 24);
        if (tag < 0)
            throw new ArgumentException($"{kind} names nothing like {token:x8}", nameof(token));
        return ((token & 0xFFFFFF) << bits) | tag;
    }

    /// <summary>Whether the tag of an index stands for a table.</summary>
    public static bool HasTable(CodedIndexKind kind, int coded)
    {
        var (tables, bits) = Kinds[(int)kind];
        var tag = coded & ((1 << bits) - 1);
        return tables[tag] != 0
            || (kind == CodedIndexKind.ResolutionScope && tag == 0)
            || (kind is CodedIndexKind.HasCustomAttribute or CodedIndexKind.HasCustomDebugInformation && tag == 7);
    }

    /// <summary>The bytes that an index takes: two when the tag leaves room for every row that it can name.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="rows">The number of rows of each table.</param>
    public static int SizeOf(CodedIndexKind kind, int[] rows)
    {
        var (tables, bits) = Kinds[(int)kind];
        return tables.Max(t => rows[t]) >> (16 - bits) == 0 ? 2 : 4;
    }
}
