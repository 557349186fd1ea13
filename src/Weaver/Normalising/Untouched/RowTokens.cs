using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>Whether tokens of two files name the same by names and signatures alone, own members too.</summary>
/// <param name="nowSide">The first file.</param>
/// <param name="thenSide">The second.</param>
/// <param name="partnerOf">Gives the type of the second file that a type of the first is; 0 for none.</param>
internal sealed class RowTokens(RawSide nowSide, RawSide thenSide, Func<int, int> partnerOf) : TokenPairs(nowSide.Tables, thenSide.Tables)
{
    protected override bool AreSameDefinitions(int now, int then)
    {
        var (table, nowRow, thenRow) = (now >>> 24, now & 0xFFFFFF, then & 0xFFFFFF);
        return table switch
        {
            MetadataTables.TypeDef => partnerOf(nowRow) == thenRow,
            MetadataTables.MethodDef => partnerOf(nowSide.Rows.OwnerOfMethod(nowRow)) == thenSide.Rows.OwnerOfMethod(thenRow) && AreSameMembers(table, nowRow, thenRow, 3, 4),
            _ => partnerOf(nowSide.Rows.OwnerOfField(nowRow)) == thenSide.Rows.OwnerOfField(thenRow) && AreSameMembers(table, nowRow, thenRow, 1, 2) && !MayHoldOther(nowRow),
        };
    }

    // Of data, only a name that is a hash says what it is (ECMA-335 II.23.1.5: HasFieldRVA).
    private bool MayHoldOther(int field)
    {
        const int hasData = 0x0100;
        return (Now.Column(MetadataTables.Field, field, 0) & hasData) != 0 && !Now.String(Now.Column(MetadataTables.Field, field, 1)).Take(64).All(Uri.IsHexDigit);
    }

    protected override bool AreSameOtherwise(int now, int then) => false;

    private bool AreSameMembers(int table, int now, int then, int name, int signature) =>
        IsSameName(table, now, then, name) && Signatures.AreSame(Now.Column(table, now, signature), Then.Column(table, then, signature));
}
