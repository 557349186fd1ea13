namespace HotWeave.Weaver.Model.Raw;

/// <summary>The columns of every metadata table (ECMA-335 II.22), those of portable PDB files included.</summary>
internal static class TableSchemas
{
    // Columns per table from 0x00 on: 2 and 4 bytes, s(tring) or n(ame, which is not empty), g(uid), b(lob), a coded index (A is the first
    // of
    // its kinds), [a row of a table] or {a list of rows of one}. Then ? where a row may name none (scopes and bases of types, types of
    // events,
    // where resources and exported types are, documents, scopes), ^ where it says what the row belongs to.
    private static readonly RawColumn[][] Columns =
    [
        .. new[]
        {
            "2sggg", "L?ns", "4nsA?{04}{06}", "[04]", "2nb", "[06]", "422nb{08}", "[08]", "22s", "[02]^A", "Fnb", "2B^b", "C^Kb", "D^b", "2E^b",
            "24[02]^", "4[04]^", "b", "[02]^{14}", "[14]", "2nA?", "[02]^{17}", "[17]", "2nb", "2[06]G^", "[02]^HH", "n", "b", "2I^s[1A]",
            "4[04]^", "44", "4", "422224bns", "4", "444", "22224bnsb", "4[23]", "444[23]", "4sb", "44nsJ?", "44sJ?", "[02][02]", "22M^s", "Hb",
            "[2A]^A", "", "", "", "bgbg", "[30]?b", "[06][35]?{33}{34}44", "22s", "sb", "[35]?b", "[06][06]", "Ngb",
        }.Select(Parse),
    ];

    /// <summary>The number of tables.</summary>
    public static int Count => Columns.Length;

    /// <summary>The columns that say what rows belong to.</summary>
    public static IEnumerable<RawColumn> Parents => Columns.SelectMany(static c => c).Where(static c => c.IsParent);

    /// <summary>The columns of a table.</summary>
    public static IReadOnlyList<RawColumn> ColumnsOf(int table) => Columns[table];

    private static RawColumn[] Parse(string schema, int table)
    {
        var columns = new List<RawColumn>();
        for (var i = 0; i < schema.Length; i++)
        {
            switch (schema[i])
            {
                case '?':
                    columns[columns.Count - 1] = columns[columns.Count - 1] with { MayBeNone = true };
                    break;
                case '^':
                    columns[columns.Count - 1] = columns[columns.Count - 1] with { IsParent = true };
                    break;
                case '[' or '{':
                    var kind = schema[i] == '[' ? RawColumnKind.Row : RawColumnKind.List;
                    columns.Add(new RawColumn(table, columns.Count, kind, Convert.ToInt32(schema.Substring(i + 1, 2), 16)));
                    i += 3;
                    break;
                default:
                    columns.Add(Parse(schema[i], table, columns.Count));
                    break;
            }
        }

        return [.. columns];
    }

    private static RawColumn Parse(char column, int table, int number) => column switch
    {
        '2' => new RawColumn(table, number, RawColumnKind.Short, 0),
        '4' => new RawColumn(table, number, RawColumnKind.Long, 0),
        's' => new RawColumn(table, number, RawColumnKind.Name, 0) { MayBeNone = true },
        'n' => new RawColumn(table, number, RawColumnKind.Name, 0),
        'g' => new RawColumn(table, number, RawColumnKind.Guid, 0),
        'b' => new RawColumn(table, number, RawColumnKind.Blob, 0),
        _ => new RawColumn(table, number, RawColumnKind.Coded, column - 'A'),
    };
}
