using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

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
            MetadataTables.MethodDef => partnerOf(nowSide.Rows.OwnerOfMethod(nowRow)) == thenSide.Rows.OwnerOfMethod(thenRow)
                && AreSame(new MethodDefRow(Now, nowRow), new MethodDefRow(Then, thenRow)),
            _ => partnerOf(nowSide.Rows.OwnerOfField(nowRow)) == thenSide.Rows.OwnerOfField(thenRow)
                && AreSame(new FieldRow(Now, nowRow), new FieldRow(Then, thenRow)) && !MayHoldOther(new FieldRow(Now, nowRow)),
        };
    }

    // Of data, only a name that is a hash says what it is (ECMA-335 II.23.1.5: HasFieldRVA).
    private static bool MayHoldOther(FieldRow field)
    {
        const int hasData = 0x0100;
        return (field.Flags & hasData) != 0 && !field.Name.ToString().Take(64).All(Uri.IsHexDigit);
    }

    protected override bool AreSameOtherwise(int now, int then) => false;

    private bool AreSame(MethodDefRow now, MethodDefRow then) =>
        now.Name.IsSame(then.Name) && Signatures.AreSame(now.Signature, then.Signature);

    private bool AreSame(FieldRow now, FieldRow then) =>
        now.Name.IsSame(then.Name) && Signatures.AreSame(now.Signature, then.Signature);
}
