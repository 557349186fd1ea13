using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Raw;

/// <summary>
/// Which tokens of a file may name what the compiler made: generated types, their members, lambdas and local functions. It errs on the side
/// of yes.
/// </summary>
internal sealed class GeneratedTokens
{
    private const byte No = 1;
    private const byte Yes = 2;

    private readonly RawModule _module;
    private readonly MetadataTables _tables;
    private readonly byte[][] _known = new byte[64][];
    private readonly Dictionary<int, MemberReference> _found = [];

    public GeneratedTokens(RawModule module)
    {
        _module = module;
        _tables = module.Image.Tables;
    }

    /// <summary>What a token names.</summary>
    public MemberReference Find(int token)
    {
        if (!_found.TryGetValue(token, out var member))
            _found.Add(token, member = (MemberReference)_module.Module.LookupToken(token));
        return member;
    }

    public bool MayBeGenerated(int token)
    {
        var (table, row) = (token >>> 24, token & 0xFFFFFF);
        var known = _known[table] ??= new byte[_tables.Rows(table) + 1];
        if (known[row] == 0)
            known[row] = Look(table, row, token) ? Yes : No;
        return known[row] == Yes;
    }

    private bool Look(int table, int row, int token) => table switch
    {
        MetadataTables.TypeRef => false,
        MetadataTables.TypeDef => GeneratedCode.IsGenerated((TypeDefinition)Find(token)),
        MetadataTables.MethodDef => GeneratedCode.IsGenerated((MethodDefinition)Find(token)),
        MetadataTables.Field => GeneratedCode.IsGenerated(Find(token).DeclaringType.Resolve()),
        MetadataTables.TypeSpec => NamesGenerated(row),
        MetadataTables.MemberRef => IsMemberOfGenerated(row),
        MetadataTables.MethodSpec => MayBeGenerated(new MethodSpecRow(_tables, row).Method.Token),
        _ => true,
    };

    private bool NamesGenerated(int typeSpec)
    {
        var found = false;
        var signatures = new RawSignature((type, _) =>
        {
            found |= MayBeGenerated(type);
            return true;
        });
        var signature = new TypeSpecRow(_tables, typeSpec).Signature;
        return !signatures.AreSameTypes(signature, signature) || found;
    }

    // Members of other parents are from outside.
    private bool IsMemberOfGenerated(int row)
    {
        var member = new MemberRefRow(_tables, row);
        if (member.Class.Table is not (MetadataTables.TypeDef or MetadataTables.TypeSpec))
            return false;
        return MayBeGenerated(member.Class.Token) || IsCompilersName(member.Name.ToString());
    }

    private static bool IsCompilersName(string name) => name.StartsWith("<", StringComparison.Ordinal) || name.StartsWith("_", StringComparison.Ordinal) || name.IndexOf('@') >= 0;
}
