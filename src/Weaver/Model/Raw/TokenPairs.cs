namespace HotWeave.Weaver.Model.Raw;

/// <summary>Whether tokens of two files name the same: outside members by name and signature, which no object is needed for; own ones as the derived class has it.</summary>
internal abstract class TokenPairs
{
    private const int Text = 0x70;

    private readonly Dictionary<int, int> _partners = [];

    protected TokenPairs(MetadataTables now, MetadataTables then)
    {
        (Now, Then) = (now, then);
        Signatures = new RawSignature(now, then, AreSame);
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
    // ResolutionScope: tag 3 is a TypeRef.
    protected virtual bool AreSameTypeRefs(int now, int then)
    {
        if (!IsSameName(MetadataTables.TypeRef, now, then, 1) || !IsSameName(MetadataTables.TypeRef, now, then, 2))
            return false;
        var (scopeNow, scopeThen) = (Now.Column(MetadataTables.TypeRef, now, 0), Then.Column(MetadataTables.TypeRef, then, 0));
        var isNested = (scopeNow & 3) == 3;
        return isNested == ((scopeThen & 3) == 3)
            && (!isNested || AreSame((MetadataTables.TypeRef << 24) | (scopeNow >> 2), (MetadataTables.TypeRef << 24) | (scopeThen >> 2)));
    }

    /// <summary>Whether two references to members name the same.</summary>
    protected virtual bool AreSameMemberRefs(int now, int then)
    {
        const int table = MetadataTables.MemberRef;
        var (parentNow, parentThen) = (ParentOf(Now, now), ParentOf(Then, then));
        if (parentNow >>> 24 != parentThen >>> 24 || parentNow >>> 24 is not (MetadataTables.TypeDef or MetadataTables.TypeRef or MetadataTables.TypeSpec))
            return AreSameOtherwise((table << 24) | now, (table << 24) | then);
        return IsSameName(table, now, then, 1)
            && AreSame(parentNow, parentThen)
            && Signatures.AreSame(Now.Column(table, now, 2), Then.Column(table, then, 2));
    }

    /// <summary>Whether two rows have the same name.</summary>
    protected bool IsSameName(int table, int now, int then, int column) => Now.IsSameString(Now.Column(table, now, column), Then, Then.Column(table, then, column));

    private bool Compare(int now, int then)
    {
        var (table, nowRow, thenRow) = (now >>> 24, now & 0xFFFFFF, then & 0xFFFFFF);
        if (table != then >>> 24)
            return table != Text && AreSameOtherwise(now, then);
        return table switch
        {
            Text => Now.UserString(nowRow).IsSame(Then.UserString(thenRow)),
            MetadataTables.TypeRef => AreSameTypeRefs(nowRow, thenRow),
            MetadataTables.TypeSpec => Signatures.AreSameTypes(Now.Column(table, nowRow, 0), Then.Column(table, thenRow, 0)),
            MetadataTables.StandAloneSig => Signatures.AreSame(Now.Column(table, nowRow, 0), Then.Column(table, thenRow, 0)),
            MetadataTables.TypeDef or MetadataTables.MethodDef or MetadataTables.Field => AreSameDefinitions(now, then),
            MetadataTables.MemberRef => AreSameMemberRefs(nowRow, thenRow),
            MetadataTables.MethodSpec => AreSameInstances(nowRow, thenRow),
            _ => AreSameOtherwise(now, then),
        };
    }

    private bool AreSameInstances(int now, int then)
    {
        const int table = MetadataTables.MethodSpec;
        return AreSame(MethodOf(Now, now), MethodOf(Then, then))
            && Signatures.AreSame(Now.Column(table, now, 1), Then.Column(table, then, 1));
    }

    private static int ParentOf(MetadataTables tables, int memberRef) => CodedIndexes.TokenOf(CodedIndex.MemberRefParent, tables.Column(MetadataTables.MemberRef, memberRef, 0));

    private static int MethodOf(MetadataTables tables, int methodSpec) => CodedIndexes.TokenOf(CodedIndex.MethodDefOrRef, tables.Column(MetadataTables.MethodSpec, methodSpec, 0));
}
