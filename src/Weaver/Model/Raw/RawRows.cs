using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// The rows of a file by what they belong to: members by their types, attributes, constants and the like by what has them.
/// </summary>
internal sealed class RawRows
{
    private static readonly RawRange None = new(1, 0);

    private readonly MetadataTables _tables;
    private readonly Dictionary<int, RawRange>[] _children = new Dictionary<int, RawRange>[MetadataTables.GenericParamConstraint + 1];
    private readonly Dictionary<int, List<int>> _nested = [];
    private readonly int[] _owners;
    private readonly int[] _fieldOwners;

    public RawRows(MetadataTables tables)
    {
        _tables = tables;
        _owners = RowOwners.FindTypesOfMethods(tables);
        _fieldOwners = RowOwners.FindTypesOfFields(tables);
        for (var row = 1; row <= tables.Rows(MetadataTables.NestedClass); row++)
        {
            var nested = new NestedClassRow(tables, row);
            if (!_nested.TryGetValue(nested.Enclosing, out var list))
                _nested.Add(nested.Enclosing, list = []);
            list.Add(nested.Nested);
        }

        foreach (var column in TableSchemas.Parents)
            _children[column.Table] = Index(column);
    }

    /// <summary>
    /// Whether rows that belong together stand together, as the standard demands: if not, <see cref="FindChildren"/> does not know all of
    /// them.
    /// </summary>
    public bool AreOrdered { get; private set; } = true;

    /// <summary>The number of types.</summary>
    public int Types => _tables.Rows(MetadataTables.TypeDef);

    /// <summary>The types directly in a type.</summary>
    public IReadOnlyList<int> NestedIn(int type) => _nested.TryGetValue(type, out var nested) ? nested : [];

    /// <summary>The type of a method.</summary>
    public int OwnerOfMethod(int method) => _owners[method];

    /// <summary>The type of a field.</summary>
    public int OwnerOfField(int field) => _fieldOwners[field];

    /// <summary>The properties of a type.</summary>
    public RawRange PropertiesOf(int type) =>
        FindChildren(MetadataTables.PropertyMap, Token(MetadataTables.TypeDef, type)) is { Count: > 0 } rows
            ? new PropertyMapRow(_tables, rows.First).PropertyList
            : None;

    /// <summary>The events of a type.</summary>
    public RawRange EventsOf(int type) =>
        FindChildren(MetadataTables.EventMap, Token(MetadataTables.TypeDef, type)) is { Count: > 0 } rows
            ? new EventMapRow(_tables, rows.First).EventList
            : None;

    /// <summary>The rows of a table that belong to what a token names.</summary>
    public RawRange FindChildren(int table, int parent) => _children[table].TryGetValue(parent, out var range) ? range : None;

    /// <summary>The token of a row.</summary>
    public static int Token(int table, int row) => (table << 24) | row;

    private Dictionary<int, RawRange> Index(RawColumn column)
    {
        var ranges = new Dictionary<int, RawRange>();
        var (last, first, rows) = (0, 1, _tables.Rows(column.Table));
        for (var row = 1; row <= rows + 1; row++)
        {
            var coded = row > rows ? 0 : _tables.ReadValue(column, row);
            if (coded == last && row <= rows)
                continue;
            if (row > first)
            {
                var parent = column.TokenOf(last);
                AreOrdered &= !ranges.ContainsKey(parent);
                ranges[parent] = new RawRange(first, row - first);
            }

            (last, first) = (coded, row);
        }

        return ranges;
    }
}
