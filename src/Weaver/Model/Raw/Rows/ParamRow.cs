namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>What is said of a parameter beside its type (ECMA-335 II.22.33).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ParamRow(MetadataTables tables, int row)
{
    /// <summary>Its attributes (II.23.1.13).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.Param, row, 0);

    /// <summary>Which parameter it is; 0 for the returned value.</summary>
    public int Sequence => tables.ReadColumn(MetadataTables.Param, row, 1);

    /// <summary>Its name; empty for none.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.Param, row, 2));
}
