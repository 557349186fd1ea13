using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>Which type and which method a row or a token of a woven file is, as far as taking out its weaving asks.</summary>
internal sealed class MethodRows
{
    private readonly MetadataTables _tables;
    private readonly int[] _owners;

    public MethodRows(MetadataTables tables)
    {
        _tables = tables;
        _owners = RowOwners.FindTypesOfMethods(tables);
    }

    /// <summary>The type of this name in no namespace; 0 where there is none.</summary>
    public int TypeNamed(string name)
    {
        for (var row = _tables.Rows(MetadataTables.TypeDef); row > 0; row--)
        {
            var type = new TypeDefRow(_tables, row);
            if (type.Namespace.ToString().Length == 0 && type.Name.ToString() == name)
                return row;
        }

        return 0;
    }

    /// <summary>The methods of all types in a namespace.</summary>
    public IEnumerable<int> OfTypesIn(string @namespace)
    {
        for (var row = 1; row <= _tables.Rows(MetadataTables.TypeDef); row++)
        {
            var type = new TypeDefRow(_tables, row);
            if (type.Namespace.ToString() != @namespace)
                continue;
            var methods = type.MethodList;
            for (var method = methods.First; method < methods.End; method++)
                yield return method;
        }
    }

    /// <summary>Whether a method is one that only weaving makes: it is named after another of its type and has its signature.</summary>
    public bool IsBodyOf(int body, int export) =>
        _owners[body] == _owners[export]
        && NameOf(body).StartsWith($"<{WrittenNameOf(export)}>body", StringComparison.Ordinal)
        && new MethodDefRow(_tables, body).Signature.IsSame(new MethodDefRow(_tables, export).Signature);

    /// <summary>Whether a reference may name a method that has a moved body.</summary>
    public bool IsNamedLikeBody(int memberReference) => new MemberRefRow(_tables, memberReference).Name.ToString().Contains(">body");

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
                return Resolve(new MethodSpecRow(_tables, row).Method.Token);
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
        var parent = new MemberRefRow(_tables, memberReference).Class;
        var type = parent.Table == MetadataTables.TypeSpec ? new TypeSpecRow(_tables, parent.Row).FindGenericType() ?? 0 : parent.Token;
        return type >>> 24 == MetadataTables.TypeDef ? type & 0xFFFFFF : 0;
    }

    private int Find(int type, int memberReference)
    {
        var methods = new TypeDefRow(_tables, type).MethodList;
        var reference = new MemberRefRow(_tables, memberReference);
        for (var method = methods.First; method < methods.End; method++)
        {
            var row = new MethodDefRow(_tables, method);
            if (row.Name.IsSame(reference.Name) && row.Signature.IsSame(reference.Signature))
                return method;
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

    private string NameOf(int method) => new MethodDefRow(_tables, method).Name.ToString();
}
