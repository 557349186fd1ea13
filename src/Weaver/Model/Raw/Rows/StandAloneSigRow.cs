namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A signature of variables or of an indirect call (ECMA-335 II.22.36).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct StandAloneSigRow(MetadataTables tables, int row)
{
    /// <summary>The signature.</summary>
    public RawBlob Signature => new(tables, tables.ReadColumn(MetadataTables.StandAloneSig, row, 0));
}
