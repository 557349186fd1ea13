namespace HotWeave.Weaver.Model.Raw;

/// <summary>The kinds of indexes that say beside the row which table it is of, by the names and in the order of ECMA-335 II.24.2.6.</summary>
internal enum CodedIndex
{
    TypeDefOrRef,
    HasConstant,
    HasCustomAttribute,
    HasFieldMarshal,
    HasDeclSecurity,
    MemberRefParent,
    HasSemantics,
    MethodDefOrRef,
    MemberForwarded,
    Implementation,
    CustomAttributeType,
    ResolutionScope,
    TypeOrMethodDef,

    /// <summary>Of portable PDB files.</summary>
    HasCustomDebugInformation,
}

/// <summary>Reads coded indexes: the lowest bits are a tag, which says the table.</summary>
internal static class CodedIndexes
{
    // By kind, the tables in the order of their tags, and the bits that a tag takes; a tag that means none stands for table 0.
    private static readonly (int[] Tables, int Bits)[] Kinds =
    [
        ([0x02, 0x01, 0x1B, 0], 2),
        ([0x04, 0x08, 0x17, 0], 2),
        ([0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 5),
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
        ([0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B, 0x30, 0x32, 0x33, 0x34, 0x35, 0, 0, 0, 0, 0], 5),
    ];

    /// <summary>The token of the row that an index names.</summary>
    public static int TokenOf(CodedIndex kind, int coded)
    {
        var (tables, bits) = Kinds[(int)kind];
        return (tables[coded & ((1 << bits) - 1)] << 24) | (coded >>> bits);
    }

    /// <summary>Whether the tag of an index stands for a table.</summary>
    public static bool HasTable(CodedIndex kind, int coded)
    {
        var (tables, bits) = Kinds[(int)kind];
        var tag = coded & ((1 << bits) - 1);
        return tables[tag] != 0 || (kind == CodedIndex.ResolutionScope && tag == 0) || (kind is CodedIndex.HasCustomAttribute or CodedIndex.HasCustomDebugInformation && tag == 7);
    }

    /// <summary>The bytes that an index takes: two when the tag leaves room for every row that it can name.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="rows">The number of rows of each table.</param>
    public static int SizeOf(CodedIndex kind, int[] rows)
    {
        var (tables, bits) = Kinds[(int)kind];
        return tables.Max(t => rows[t]) >> (16 - bits) == 0 ? 2 : 4;
    }
}
