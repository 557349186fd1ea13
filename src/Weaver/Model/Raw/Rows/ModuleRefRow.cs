namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>Another module, or a native library (ECMA-335 II.22.31).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ModuleRefRow(MetadataTables tables, int row)
{
    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.ModuleRef, row, 0));
}
