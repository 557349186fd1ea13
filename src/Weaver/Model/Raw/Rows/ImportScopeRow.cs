namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>What names mean in a part of a source file (Portable PDB format, ImportScope table: 0x35).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ImportScopeRow(MetadataTables tables, int row)
{
    /// <summary>The scope around it; 0 for none.</summary>
    public int Parent => tables.ReadColumn(MetadataTables.ImportScope, row, 0);

    /// <summary>What it imports.</summary>
    public RawBlob Imports => new(tables, tables.ReadColumn(MetadataTables.ImportScope, row, 1));
}
