namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The place that a field asks for (ECMA-335 II.22.16).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct FieldLayoutRow(MetadataTables tables, int row)
{
    /// <summary>Where it begins in its object.</summary>
    public int Offset => tables.ReadColumn(MetadataTables.FieldLayout, row, 0);

    /// <summary>The field.</summary>
    public int Field => tables.ReadColumn(MetadataTables.FieldLayout, row, 1);
}
