namespace HotWeave.Weaver.Model.Raw;

/// <summary>The rows of a file by what they belong to: members by their types, attributes, constants and the like by what has them.</summary>
internal sealed class RawRows
{
    // Where a row says what it belongs to: the column, and what that holds (ECMA-335 II.22): a coded index of a kind, or a row of a table.
    private static readonly (int Table, int Column, CodedIndex? Kind, int Parent)[] Children =
    [
        (MetadataTables.InterfaceImpl, 0, null, MetadataTables.TypeDef),
        (MetadataTables.Constant, 1, CodedIndex.HasConstant, 0),
        (MetadataTables.CustomAttribute, 0, CodedIndex.HasCustomAttribute, 0),
        (MetadataTables.FieldMarshal, 0, CodedIndex.HasFieldMarshal, 0),
        (MetadataTables.DeclSecurity, 1, CodedIndex.HasDeclSecurity, 0),
        (MetadataTables.ClassLayout, 2, null, MetadataTables.TypeDef),
        (MetadataTables.FieldLayout, 1, null, MetadataTables.Field),
        (MetadataTables.EventMap, 0, null, MetadataTables.TypeDef),
        (MetadataTables.PropertyMap, 0, null, MetadataTables.TypeDef),
        (MetadataTables.MethodSemantics, 2, CodedIndex.HasSemantics, 0),
        (MetadataTables.MethodImpl, 0, null, MetadataTables.TypeDef),
        (MetadataTables.ImplMap, 1, CodedIndex.MemberForwarded, 0),
        (MetadataTables.FieldRva, 1, null, MetadataTables.Field),
        (MetadataTables.GenericParam, 2, CodedIndex.TypeOrMethodDef, 0),
        (MetadataTables.GenericParamConstraint, 0, null, MetadataTables.GenericParam),
    ];

    private static readonly RawRange None = new(1, 0);

    private readonly MetadataTables _tables;
    private readonly Dictionary<int, RawRange>[] _children = new Dictionary<int, RawRange>[MetadataTables.GenericParamConstraint + 1];
    private readonly Dictionary<int, List<int>> _nested = [];
    private readonly int[] _owners;
    private readonly int[] _fieldOwners;

    public RawRows(MetadataTables tables)
    {
        _tables = tables;
        _owners = tables.OwnersOf(MetadataTables.MethodDef);
        _fieldOwners = tables.OwnersOf(MetadataTables.Field);
        for (var row = 1; row <= tables.Rows(MetadataTables.NestedClass); row++)
        {
            var (nested, outer) = (tables.Column(MetadataTables.NestedClass, row, 0), tables.Column(MetadataTables.NestedClass, row, 1));
            if (!_nested.TryGetValue(outer, out var list))
                _nested.Add(outer, list = []);
            list.Add(nested);
        }

        foreach (var (table, column, kind, parent) in Children)
            _children[table] = Index(table, column, kind, parent);
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

    /// <summary>The parameters of a method.</summary>
    public RawRange ParametersOf(int method) => _tables.List(MetadataTables.MethodDef, method, 5, MetadataTables.Param);

    /// <summary>The properties of a type.</summary>
    public RawRange PropertiesOf(int type) => Mapped(MetadataTables.PropertyMap, type, MetadataTables.Property);

    /// <summary>The events of a type.</summary>
    public RawRange EventsOf(int type) => Mapped(MetadataTables.EventMap, type, MetadataTables.Event);

    /// <summary>The rows of a table that belong to what a token names.</summary>
    public RawRange FindChildren(int table, int parent) => _children[table].TryGetValue(parent, out var range) ? range : None;

    /// <summary>The token of a row.</summary>
    public static int Token(int table, int row) => (table << 24) | row;

    private RawRange Mapped(int map, int type, int table) =>
        FindChildren(map, Token(MetadataTables.TypeDef, type)) is { Count: > 0 } rows ? _tables.List(map, rows.First, 1, table) : None;

    private Dictionary<int, RawRange> Index(int table, int column, CodedIndex? kind, int parentTable)
    {
        var ranges = new Dictionary<int, RawRange>();
        var (last, first, rows) = (0, 1, _tables.Rows(table));
        for (var row = 1; row <= rows + 1; row++)
        {
            var coded = row > rows ? 0 : _tables.Column(table, row, column);
            if (coded == last && row <= rows)
                continue;
            if (row > first)
            {
                var parent = kind is { } index ? CodedIndexes.TokenOf(index, last) : Token(parentTable, last);
                AreOrdered &= !ranges.ContainsKey(parent);
                ranges[parent] = new RawRange(first, row - first);
            }

            (last, first) = (coded, row);
        }

        return ranges;
    }
}
