using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>Which type and which method a row or a token of a woven file is, as far as taking out its weaving asks.</summary>
internal sealed class MethodRows
{
    private readonly MetadataTables _tables;
    private readonly int[] _owners;

    public MethodRows(MetadataTables tables)
    {
        _tables = tables;
        _owners = tables.OwnersOf(MetadataTables.MethodDef);
    }

    /// <summary>The type of this name in no namespace; 0 where there is none.</summary>
    public int TypeNamed(string name)
    {
        for (var row = _tables.Rows(MetadataTables.TypeDef); row > 0; row--)
        {
            if (String(MetadataTables.TypeDef, row, 2).Length == 0 && String(MetadataTables.TypeDef, row, 1) == name)
                return row;
        }

        return 0;
    }

    /// <summary>The methods of all types in a namespace.</summary>
    public IEnumerable<int> OfTypesIn(string @namespace)
    {
        for (var type = 1; type <= _tables.Rows(MetadataTables.TypeDef); type++)
        {
            if (String(MetadataTables.TypeDef, type, 2) != @namespace)
                continue;
            var methods = _tables.MethodsOf(type);
            for (var method = methods.First; method < methods.End; method++)
                yield return method;
        }
    }

    /// <summary>Whether a method is one that only weaving makes: it is named after another of its type and has its signature.</summary>
    public bool IsBodyOf(int body, int export) =>
        _owners[body] == _owners[export]
        && NameOf(body).StartsWith($"<{WrittenNameOf(export)}>body", StringComparison.Ordinal)
        && _tables.Blob(_tables.Column(MetadataTables.MethodDef, body, 4)).SequenceEqual(_tables.Blob(_tables.Column(MetadataTables.MethodDef, export, 4)));

    /// <summary>Whether a reference may name a method that has a moved body.</summary>
    public bool IsNamedLikeBody(int memberReference) => String(MetadataTables.MemberRef, memberReference, 1).Contains(">body");

    /// <summary>Whether a reference names a member of a type of this module.</summary>
    public bool IsOwn(int memberReference) => OwnerOf(memberReference) != 0;

    /// <summary>The row of the method of this module that a token names; 0 where it names none.</summary>
    public int Resolve(int token)
    {
        var row = token & 0xFFFFFF;
        switch (token >>> 24)
        {
            case MetadataTables.MethodDef:
                return row;
            case MetadataTables.MethodSpec:
                return Resolve(CodedIndexes.TokenOf(CodedIndex.MethodDefOrRef, _tables.Column(MetadataTables.MethodSpec, row, 0)));
            case MetadataTables.MemberRef:
                var owner = OwnerOf(row);
                return owner == 0 ? 0 : Find(owner, row);
            default:
                return 0;
        }
    }

    // The parent is the type, or an instance of it.
    private int OwnerOf(int memberReference)
    {
        var parent = CodedIndexes.TokenOf(CodedIndex.MemberRefParent, _tables.Column(MetadataTables.MemberRef, memberReference, 0));
        var type = parent >>> 24 == MetadataTables.TypeSpec ? _tables.GenericTypeOf(parent & 0xFFFFFF) ?? 0 : parent;
        return type >>> 24 == MetadataTables.TypeDef ? type & 0xFFFFFF : 0;
    }

    private int Find(int type, int memberReference)
    {
        var methods = _tables.MethodsOf(type);
        var signature = _tables.Blob(_tables.Column(MetadataTables.MemberRef, memberReference, 2));
        for (var method = methods.First; method < methods.End; method++)
        {
            if (_tables.IsSameString(_tables.Column(MetadataTables.MethodDef, method, 3), _tables, _tables.Column(MetadataTables.MemberRef, memberReference, 1))
                && _tables.Blob(_tables.Column(MetadataTables.MethodDef, method, 4)).SequenceEqual(signature))
            {
                return method;
            }
        }

        return 0;
    }

    // What stood in a unit method, its stub included, is in <M>unit.
    private string WrittenNameOf(int method)
    {
        var name = NameOf(method);
        return name[0] == '<' && name.LastIndexOf(">unit", StringComparison.Ordinal) is > 0 and var end && (end + 5 == name.Length || name[end + 5] == '_')
            ? name.Substring(1, end - 1)
            : name;
    }

    private string NameOf(int method) => String(MetadataTables.MethodDef, method, 3);

    private string String(int table, int row, int column) => _tables.String(_tables.Column(table, row, column));
}
