using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>Which types have attributes of HotWeave that say more than whether the type is swappable: those have members that a patch looks at whether they changed or not.</summary>
internal sealed class HotWeaveMarks
{
    private readonly RawSide _side;
    private readonly HashSet<int> _types = [];

    public HotWeaveMarks(RawSide side)
    {
        _side = side;
        var tables = side.Tables;
        for (var row = 1; row <= tables.Rows(MetadataTables.CustomAttribute); row++)
        {
            if (IsMark(CodedIndexes.TokenOf(CodedIndex.CustomAttributeType, tables.Column(MetadataTables.CustomAttribute, row, 1))))
                Add(CodedIndexes.TokenOf(CodedIndex.HasCustomAttribute, tables.Column(MetadataTables.CustomAttribute, row, 0)));
        }
    }

    /// <summary>Whether a type has one, on itself or on a member.</summary>
    public bool AreOn(int type) => _types.Contains(type);

    private bool IsMark(int constructor)
    {
        var tables = _side.Tables;
        var row = constructor & 0xFFFFFF;
        if (constructor >>> 24 == MetadataTables.MethodDef)
            return IsMark(MetadataTables.TypeDef, _side.Rows.OwnerOfMethod(row));
        var parent = tables.Column(MetadataTables.MemberRef, row, 0);
        return (parent & 7) == 1 && IsMark(MetadataTables.TypeRef, parent >> 3);
    }

    // Both tables have name and namespace in these columns.
    private bool IsMark(int table, int type)
    {
        var tables = _side.Tables;
        return tables.String(tables.Column(table, type, 2)).StartsWith("HotWeave", StringComparison.Ordinal)
            && tables.String(tables.Column(table, type, 1)) is not ("SwappableAttribute" or "NotSwappableAttribute");
    }

    private void Add(int marked)
    {
        var row = marked & 0xFFFFFF;
        switch (marked >>> 24)
        {
            case MetadataTables.TypeDef:
                _types.Add(row);
                break;
            case MetadataTables.MethodDef:
                _types.Add(_side.Rows.OwnerOfMethod(row));
                break;
            case MetadataTables.Field:
                _types.Add(_side.Rows.OwnerOfField(row));
                break;
        }
    }
}
