namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A local constant (Portable PDB format, LocalConstant table: 0x34).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct LocalConstantRow(MetadataTables tables, int row)
{
    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.LocalConstant, row, 0));

    /// <summary>Its type and value.</summary>
    public RawBlob Signature => new(tables, tables.ReadColumn(MetadataTables.LocalConstant, row, 1));
}
