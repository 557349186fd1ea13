using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>One of two files that are compared row by row, without what is left in it of its weaving.</summary>
internal sealed class RawSide
{
    private readonly RawModule _module;
    private readonly HashSet<int> _addedByWeaving = [];

    public RawSide(RawModule module)
    {
        _module = module;
        Rows = new RawRows(Tables);
        for (var row = 1; row <= Tables.Rows(MetadataTables.MemberRef); row++)
        {
            var parent = new MemberRefRow(Tables, row).Class;
            if (parent.Table == MetadataTables.TypeRef && new TypeRefRow(Tables, parent.Row).Name.Is("StackTraceHiddenAttribute"))
                _addedByWeaving.Add(RawRows.Token(MetadataTables.MemberRef, row));
        }
    }

    /// <summary>The file.</summary>
    public RawImage Image => _module.Image;

    /// <summary>Its tables.</summary>
    public MetadataTables Tables => _module.Image.Tables;

    /// <summary>Its rows by what they belong to.</summary>
    public RawRows Rows { get; }

    /// <summary>The methods of a type that a compiler wrote.</summary>
    public List<int> MethodsOf(int type)
    {
        var range = new TypeDefRow(Tables, type).MethodList;
        var methods = new List<int>(range.Count);
        for (var row = range.First; row < range.End; row++)
        {
            if (!_module.IsMovedBody(row))
                methods.Add(row);
        }

        return methods;
    }

    /// <summary>The fields of a type that a compiler wrote.</summary>
    public List<int> FieldsOf(int type)
    {
        var range = new TypeDefRow(Tables, type).FieldList;
        var fields = new List<int>(range.Count);
        for (var row = range.First; row < range.End; row++)
        {
            if (!new FieldRow(Tables, row).Name.Is(GeneratedName.State))
                fields.Add(row);
        }

        return fields;
    }

    /// <summary>Those of attributes that a person or a compiler wrote.</summary>
    // Methods whose bodies were moved are hidden from stack traces.
    public List<int> Written(RawRange attributes)
    {
        var written = new List<int>(attributes.Count);
        for (var row = attributes.First; row < attributes.End; row++)
        {
            if (!_addedByWeaving.Contains(new CustomAttributeRow(Tables, row).Type.Token))
                written.Add(row);
        }

        return written;
    }
}
