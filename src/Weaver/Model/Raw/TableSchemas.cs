namespace HotWeave.Weaver.Model.Raw;

/// <summary>What a column of a metadata table holds.</summary>
internal enum RawColumnKind
{
    /// <summary>Two bytes.</summary>
    Short,

    /// <summary>Four bytes.</summary>
    Long,

    /// <summary>A place in the heap of names.</summary>
    Name,

    /// <summary>A number in the heap of GUIDs.</summary>
    Guid,

    /// <summary>A place in the heap of blobs.</summary>
    Blob,

    /// <summary>A row of one table.</summary>
    Row,

    /// <summary>A row of one of several tables.</summary>
    Coded,
}

/// <summary>A column of a metadata table.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Target">The table of a row, or the <see cref="CodedIndex"/>.</param>
internal readonly record struct RawColumn(RawColumnKind Kind, int Target);

/// <summary>The columns of every metadata table (ECMA-335 II.22), those of portable PDB files included.</summary>
internal static class TableSchemas
{
    // Columns per table from 0x00 on: 2 and 4 bytes, s(tring), g(uid), b(lob), a coded index (A is the first of its kinds), or (in brackets) a row of a table.
    private static readonly RawColumn[][] Columns =
    [
        .. new[]
        {
            "2sggg", "Lss", "4ssA[04][06]", "[04]", "2sb", "[06]", "422sb[08]", "[08]", "22s", "[02]A", "Fsb", "2Bb", "CKb", "Db", "2Eb", "24[02]",
            "4[04]", "b", "[02][14]", "[14]", "2sA", "[02][17]", "[17]", "2sb", "2[06]G", "[02]HH", "s", "b", "2Is[1A]", "4[04]", "44", "4",
            "422224bss", "4", "444", "22224bssb", "4[23]", "444[23]", "4sb", "44ssJ", "44sJ", "[02][02]", "22Ms", "Hb", "[2A]A", "", "", "",
            "bgbg", "[30]b", "[06][35][33][34]44", "22s", "sb", "[35]b", "[06][06]", "Ngb",
        }.Select(static schema => Parse(schema).ToArray()),
    ];

    /// <summary>The number of tables.</summary>
    public static int Count => Columns.Length;

    /// <summary>The columns of a table.</summary>
    public static IReadOnlyList<RawColumn> ColumnsOf(int table) => Columns[table];

    private static IEnumerable<RawColumn> Parse(string schema)
    {
        for (var i = 0; i < schema.Length; i++)
        {
            switch (schema[i])
            {
                case '2':
                    yield return new RawColumn(RawColumnKind.Short, 0);
                    break;
                case '4':
                    yield return new RawColumn(RawColumnKind.Long, 0);
                    break;
                case 's':
                    yield return new RawColumn(RawColumnKind.Name, 0);
                    break;
                case 'g':
                    yield return new RawColumn(RawColumnKind.Guid, 0);
                    break;
                case 'b':
                    yield return new RawColumn(RawColumnKind.Blob, 0);
                    break;
                case '[':
                    yield return new RawColumn(RawColumnKind.Row, Convert.ToInt32(schema.Substring(i + 1, 2), 16));
                    i += 3;
                    break;
                default:
                    yield return new RawColumn(RawColumnKind.Coded, schema[i] - 'A');
                    break;
            }
        }
    }
}
