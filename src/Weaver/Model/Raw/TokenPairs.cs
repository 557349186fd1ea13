using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// Whether tokens of two files name the same: outside members by name and signature, which no object is needed for; own ones as the derived
/// class has it.
/// </summary>
internal abstract class TokenPairs
{
    private const int Text = 0x70;

    private readonly Dictionary<int, int> _partners = [];

    protected TokenPairs(MetadataTables now, MetadataTables then)
    {
        (Now, Then) = (now, then);
        Signatures = new RawSignature(AreSame);
    }

    /// <summary>The tables of the first file.</summary>
    protected MetadataTables Now { get; }

    /// <summary>The tables of the second.</summary>
    protected MetadataTables Then { get; }

    /// <summary>Compares their signatures.</summary>
    public RawSignature Signatures { get; }

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

    /// <summary>Whether two tokens of one table of definitions name the same type, method or field of the files' own.</summary>
    protected abstract bool AreSameDefinitions(int now, int then);

    /// <summary>Whether tokens name the same for which the tables alone do not say.</summary>
    protected abstract bool AreSameOtherwise(int now, int then);

    /// <summary>Whether two references to types have the same names. Which assembly they are from does not matter.</summary>
    protected virtual bool AreSameTypeRefs(int now, int then)
    {
        var (a, b) = (new TypeRefRow(Now, now), new TypeRefRow(Then, then));
        if (!a.Name.IsSame(b.Name) || !a.Namespace.IsSame(b.Namespace))
            return false;
        var isNested = a.ResolutionScope.Table == MetadataTables.TypeRef;
        return isNested == (b.ResolutionScope.Table == MetadataTables.TypeRef)
            && (!isNested || AreSame(a.ResolutionScope.Token, b.ResolutionScope.Token));
    }

    /// <summary>Whether two references to members name the same.</summary>
    protected virtual bool AreSameMemberRefs(int now, int then)
    {
        var (a, b) = (new MemberRefRow(Now, now), new MemberRefRow(Then, then));
        var (ofA, ofB) = (a.Class, b.Class);
        if (ofA.Table != ofB.Table || ofA.Table is not (MetadataTables.TypeDef or MetadataTables.TypeRef or MetadataTables.TypeSpec))
            return AreSameOtherwise(RawRows.Token(MetadataTables.MemberRef, now), RawRows.Token(MetadataTables.MemberRef, then));
        return a.Name.IsSame(b.Name) && AreSame(ofA.Token, ofB.Token) && Signatures.AreSame(a.Signature, b.Signature);
    }

    private bool Compare(int now, int then)
    {
        var (table, nowRow, thenRow) = (now >>> 24, now & 0xFFFFFF, then & 0xFFFFFF);
        if (table != then >>> 24)
            return table != Text && AreSameOtherwise(now, then);
        return table switch
        {
            Text => Now.UserString(nowRow).IsSame(Then.UserString(thenRow)),
            MetadataTables.TypeRef => AreSameTypeRefs(nowRow, thenRow),
            MetadataTables.TypeSpec =>
                Signatures.AreSameTypes(new TypeSpecRow(Now, nowRow).Signature, new TypeSpecRow(Then, thenRow).Signature),
            MetadataTables.StandAloneSig =>
                Signatures.AreSame(new StandAloneSigRow(Now, nowRow).Signature, new StandAloneSigRow(Then, thenRow).Signature),
            MetadataTables.TypeDef or MetadataTables.MethodDef or MetadataTables.Field => AreSameDefinitions(now, then),
            MetadataTables.MemberRef => AreSameMemberRefs(nowRow, thenRow),
            MetadataTables.MethodSpec => AreSameInstances(new MethodSpecRow(Now, nowRow), new MethodSpecRow(Then, thenRow)),
            _ => AreSameOtherwise(now, then),
        };
    }

    private bool AreSameInstances(MethodSpecRow now, MethodSpecRow then) =>
        AreSame(now.Method.Token, then.Method.Token) && Signatures.AreSame(now.Instantiation, then.Instantiation);
}
