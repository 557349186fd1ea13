namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A source file (Portable PDB format, Document table: 0x30).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct DocumentRow(MetadataTables tables, int row)
{
    /// <summary>Its path, in parts.</summary>
    public RawBlob Name => new(tables, tables.ReadColumn(MetadataTables.Document, row, 0));
}
