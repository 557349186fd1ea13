namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The properties of a type (ECMA-335 II.22.35).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct PropertyMapRow(MetadataTables tables, int row)
{
    /// <summary>The type.</summary>
    public int Parent => tables.ReadColumn(MetadataTables.PropertyMap, row, 0);

    /// <summary>Its properties.</summary>
    public RawRange PropertyList => tables.ReadList(MetadataTables.PropertyMap, row, 1, MetadataTables.Property);
}
