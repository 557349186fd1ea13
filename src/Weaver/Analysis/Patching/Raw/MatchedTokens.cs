using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Raw;

/// <summary>Whether tokens of two files name the same, as <see cref="MemberText"/> has it: own members by which is which.</summary>
internal sealed class MatchedTokens : TokenPairs
{
    private readonly RawModule _now;
    private readonly RawModule _then;
    private readonly AssemblyMatch _match;
    private readonly MemberText _nowText;
    private readonly MemberText _thenText;
    private readonly Dictionary<int, string?> _nowTexts = [];
    private readonly Dictionary<int, string?> _thenTexts = [];

    public MatchedTokens(RawModule now, RawModule then, AssemblyMatch match)
        : base(now.Image.Tables, then.Image.Tables)
    {
        (_now, _then, _match) = (now, then, match);
        (_nowText, _thenText) = (new MemberText(match.NewKeys), new MemberText(match.OldKeys));
    }

    protected override bool AreSameTypeRefs(int now, int then) =>
        HasGeneratedName(now)
            ? AreSameOtherwise(RawRows.Token(MetadataTables.TypeRef, now), RawRows.Token(MetadataTables.TypeRef, then))
            : base.AreSameTypeRefs(now, then);

    // Partners have the same signature and name, or key, so that only the types around them are left.
    protected override bool AreSameDefinitions(int now, int then) =>
        (_now.Module.LookupToken(now), _then.Module.LookupToken(then)) switch
        {
            (MethodDefinition a, MethodDefinition b) when _match.OldOf(a) == b && AreSameTypes(a.DeclaringType, b.DeclaringType) => true,
            (FieldDefinition a, FieldDefinition b) when _match.OldOf(a) == b && AreSameTypes(a.DeclaringType, b.DeclaringType) => true,
            _ => AreSameOtherwise(now, then),
        };

    // Members of own types have keys, and names that the file may not have.
    protected override bool AreSameMemberRefs(int now, int then)
    {
        var member = new MemberRefRow(Now, now);
        if (member.Class.Table == MetadataTables.TypeDef || IsInstanceOfOwn(member.Class))
            return AreSameOtherwise(RawRows.Token(MetadataTables.MemberRef, now), RawRows.Token(MetadataTables.MemberRef, then));
        if (_match.Pair.Raw.HasRenamedFields && IsField(member))
            return false;
        return base.AreSameMemberRefs(now, then);
    }

    protected override bool AreSameOtherwise(int now, int then) =>
        TextOf(_now, now, _nowText, _nowTexts) is { } a && a == TextOf(_then, then, _thenText, _thenTexts);

    private bool AreSameTypes(TypeDefinition now, TypeDefinition then) => AreSame(now.MetadataToken.ToInt32(), then.MetadataToken.ToInt32());

    // An earlier patch names what the compiler made for deployed code from outside.
    private bool HasGeneratedName(int typeRef)
    {
        var name = new TypeRefRow(Now, typeRef).Name.ToString();
        return name[0] is '<' or '_' || name.IndexOf('@') >= 0 || name.StartsWith("VB$", StringComparison.Ordinal);
    }

    // An array, say, is rare enough for text.
    private bool IsInstanceOfOwn(CodedIndex parent) =>
        parent.Table == MetadataTables.TypeSpec
        && (new TypeSpecRow(Now, parent.Row).FindGenericType() is not { } type || type >>> 24 == MetadataTables.TypeDef);

    private static bool IsField(MemberRefRow member) =>
        member.Signature.Bytes is { Count: > 0 } signature && signature.Array[signature.Offset] == RawSignature.FieldKind;

    // A reference that is read once more has the name that the file has.
    private string? TextOf(RawModule module, int token, MemberText text, Dictionary<int, string?> texts)
    {
        if (!texts.TryGetValue(token, out var known))
            texts[token] = known = module.Module.LookupToken(token) is MemberReference member && !IsRenamed(member) ? text.Write(member) : null;
        return known;
    }

    private bool IsRenamed(MemberReference member) => _match.Pair.Raw.HasRenamedFields && member is FieldReference and not FieldDefinition;
}
