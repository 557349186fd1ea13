using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Raw;

/// <summary>
/// Whether tokens of two files name the same, as <see cref="MemberText"/> has it: outside members by name and signature, which no object is needed for; own ones by which is which.
/// </summary>
internal sealed class RawTokens
{
    private const int Text = 0x70;

    private readonly RawModule _now;
    private readonly RawModule _then;
    private readonly MetadataTables _nowTables;
    private readonly MetadataTables _thenTables;
    private readonly AssemblyMatch _match;
    private readonly MemberText _nowText;
    private readonly MemberText _thenText;
    private readonly RawSignature _signatures;
    private readonly Dictionary<int, int> _partners = [];
    private readonly Dictionary<int, string?> _nowTexts = [];
    private readonly Dictionary<int, string?> _thenTexts = [];

    public RawTokens(RawModule now, RawModule then, AssemblyMatch match)
    {
        (_now, _then, _match) = (now, then, match);
        (_nowTables, _thenTables) = (now.Image.Tables, then.Image.Tables);
        (_nowText, _thenText) = (new MemberText(match.NewKeys), new MemberText(match.OldKeys));
        _signatures = new RawSignature(_nowTables, _thenTables, AreSame);
    }

    /// <summary>Whether the variables of two bodies have the same types; 0 is none.</summary>
    public bool AreSameVariables(int now, int then) => now == 0 || then == 0 ? now == then : AreSame(now, then);

    /// <summary>Whether two tokens name the same.</summary>
    public bool AreSame(int now, int then)
    {
        if (_partners.TryGetValue(now, out var partner) && partner == then)
            return true;
        if (!Compare(now, then))
            return false;
        _partners[now] = then;
        return true;
    }

    private bool Compare(int now, int then)
    {
        var (table, nowRow, thenRow) = (now >>> 24, now & 0xFFFFFF, then & 0xFFFFFF);
        if (table != then >>> 24)
            return table != Text && AreSameByText(now, then);
        return table switch
        {
            Text => Equal(_nowTables.UserString(nowRow), _thenTables.UserString(thenRow)),
            MetadataTables.TypeRef => HasGeneratedName(nowRow) ? AreSameByText(now, then) : AreSameTypeRefs(nowRow, thenRow),
            MetadataTables.TypeSpec => _signatures.AreSameTypes(Column(_nowTables, table, nowRow, 0), Column(_thenTables, table, thenRow, 0)),
            MetadataTables.StandAloneSig => _signatures.AreSame(Column(_nowTables, table, nowRow, 0), Column(_thenTables, table, thenRow, 0)),
            MetadataTables.MethodDef => AreSameMethods(now, then),
            MetadataTables.Field => AreSameFields(now, then),
            MetadataTables.MemberRef => AreSameMemberRefs(now, then),
            MetadataTables.MethodSpec => AreSameInstances(nowRow, thenRow),
            _ => AreSameByText(now, then),
        };
    }

    // An earlier patch names what the compiler made for deployed code from outside.
    private bool HasGeneratedName(int typeRef)
    {
        var name = _nowTables.String(Column(_nowTables, MetadataTables.TypeRef, typeRef, 1));
        return name[0] is '<' or '_' || name.IndexOf('@') >= 0 || name.StartsWith("VB$", StringComparison.Ordinal);
    }

    // ResolutionScope: tag 3 is a TypeRef. Which assembly it is does not matter.
    private bool AreSameTypeRefs(int now, int then)
    {
        if (!IsSameName(MetadataTables.TypeRef, now, then, 1) || !IsSameName(MetadataTables.TypeRef, now, then, 2))
            return false;
        var (scopeNow, scopeThen) = (Column(_nowTables, MetadataTables.TypeRef, now, 0), Column(_thenTables, MetadataTables.TypeRef, then, 0));
        var isNested = (scopeNow & 3) == 3;
        return isNested == ((scopeThen & 3) == 3)
            && (!isNested || AreSame((MetadataTables.TypeRef << 24) | (scopeNow >> 2), (MetadataTables.TypeRef << 24) | (scopeThen >> 2)));
    }

    // Partners have the same signature and name, or key, so that only the types around them are left.
    private bool AreSameMethods(int now, int then)
    {
        var (a, b) = ((MethodDefinition)_now.Module.LookupToken(now), (MethodDefinition)_then.Module.LookupToken(then));
        return (_match.OldOf(a) == b && AreSameTypes(a.DeclaringType, b.DeclaringType)) || AreSameByText(now, then);
    }

    private bool AreSameFields(int now, int then)
    {
        var (a, b) = ((FieldDefinition)_now.Module.LookupToken(now), (FieldDefinition)_then.Module.LookupToken(then));
        return (_match.OldOf(a) == b && AreSameTypes(a.DeclaringType, b.DeclaringType)) || AreSameByText(now, then);
    }

    private bool AreSameTypes(TypeDefinition now, TypeDefinition then) => AreSame(now.MetadataToken.ToInt32(), then.MetadataToken.ToInt32());

    // MemberRefParent: 1 is a TypeRef, 4 a TypeSpec. Members of own types have keys, and names that the file may not have.
    private bool AreSameMemberRefs(int now, int then)
    {
        const int table = MetadataTables.MemberRef;
        var (parentNow, parentThen) = (Column(_nowTables, table, now & 0xFFFFFF, 0), Column(_thenTables, table, then & 0xFFFFFF, 0));
        if ((parentNow & 7) != (parentThen & 7) || (parentNow & 7) is not (1 or 4) || IsInstanceOfOwn(parentNow))
            return AreSameByText(now, then);
        if (_match.Pair.Raw.HasRenamedFields && _nowTables.Blob(Column(_nowTables, table, now & 0xFFFFFF, 2)) is { Count: > 0 } signature && signature.Array[signature.Offset] == RawSignature.FieldKind)
            return false;
        var parent = ((parentNow & 7) == 1 ? MetadataTables.TypeRef : MetadataTables.TypeSpec) << 24;
        return IsSameName(table, now & 0xFFFFFF, then & 0xFFFFFF, 1)
            && AreSame(parent | (parentNow >> 3), parent | (parentThen >> 3))
            && _signatures.AreSame(Column(_nowTables, table, now & 0xFFFFFF, 2), Column(_thenTables, table, then & 0xFFFFFF, 2));
    }

    // GENERICINST, class or value type, TypeDefOrRef: the last two bits are 0 for a TypeDef.
    private bool IsInstanceOfOwn(int parent)
    {
        if ((parent & 7) != 4)
            return false;
        var signature = _nowTables.Blob(Column(_nowTables, MetadataTables.TypeSpec, parent >> 3, 0));
        if (signature.Count < 3 || signature.Array[signature.Offset] != 0x15)
            return true; // an array, say: rare enough for text
        var at = signature.Offset + 2;
        return (MetadataTables.ReadCompressed(signature.Array, ref at) & 3) == 0;
    }

    // MethodDefOrRef: the last bit.
    private bool AreSameInstances(int now, int then)
    {
        const int table = MetadataTables.MethodSpec;
        return AreSame(MethodOf(Column(_nowTables, table, now, 0)), MethodOf(Column(_thenTables, table, then, 0)))
            && _signatures.AreSame(Column(_nowTables, table, now, 1), Column(_thenTables, table, then, 1));
    }

    private static int MethodOf(int coded) => (((coded & 1) == 0 ? MetadataTables.MethodDef : MetadataTables.MemberRef) << 24) | (coded >> 1);

    private bool AreSameByText(int now, int then) =>
        TextOf(_now, now, _nowText, _nowTexts) is { } a && a == TextOf(_then, then, _thenText, _thenTexts);

    // A reference that is read once more has the name that the file has.
    private string? TextOf(RawModule module, int token, MemberText text, Dictionary<int, string?> texts)
    {
        if (!texts.TryGetValue(token, out var known))
            texts[token] = known = module.Module.LookupToken(token) is MemberReference member && !IsRenamed(member) ? text.Of(member) : null;
        return known;
    }

    private bool IsRenamed(MemberReference member) => _match.Pair.Raw.HasRenamedFields && member is FieldReference and not FieldDefinition;

    private bool IsSameName(int table, int now, int then, int column) =>
        _nowTables.IsSameString(Column(_nowTables, table, now, column), _thenTables, Column(_thenTables, table, then, column));

    private static int Column(MetadataTables tables, int table, int row, int column) => tables.Column(table, row, column);

    private static bool Equal(ArraySegment<byte> a, ArraySegment<byte> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a.Array[a.Offset + i] != b.Array[b.Offset + i])
                return false;
        }

        return true;
    }
}
