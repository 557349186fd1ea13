using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>
/// Which types have attributes of HotWeave that say more than whether the type is swappable: those have members that a patch looks at
/// whether they changed or not.
/// </summary>
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
            var attribute = new CustomAttributeRow(tables, row);
            if (IsMark(attribute.Type))
                Add(attribute.Parent);
        }
    }

    /// <summary>Whether a type has one, on itself or on a member.</summary>
    public bool AreOn(int type) => _types.Contains(type);

    private bool IsMark(CodedIndex constructor)
    {
        if (constructor.Table == MetadataTables.MethodDef)
        {
            var type = new TypeDefRow(_side.Tables, _side.Rows.OwnerOfMethod(constructor.Row));
            return IsMark(type.Namespace, type.Name);
        }

        var parent = new MemberRefRow(_side.Tables, constructor.Row).Class;
        return parent.Table == MetadataTables.TypeRef
            && new TypeRefRow(_side.Tables, parent.Row) is var reference && IsMark(reference.Namespace, reference.Name);
    }

    private static bool IsMark(RawName @namespace, RawName name) =>
        @namespace.ToString().StartsWith("HotWeave", StringComparison.Ordinal)
        && name.ToString() is not ("SwappableAttribute" or "NotSwappableAttribute");

    private void Add(CodedIndex marked)
    {
        var row = marked.Row;
        switch (marked.Table)
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
