namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The size that a type asks for (ECMA-335 II.22.8).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ClassLayoutRow(MetadataTables tables, int row)
{
    /// <summary>The packing of its fields.</summary>
    public int PackingSize => tables.ReadColumn(MetadataTables.ClassLayout, row, 0);

    /// <summary>Its size in bytes; 0 for as large as its fields make it.</summary>
    public int ClassSize => tables.ReadColumn(MetadataTables.ClassLayout, row, 1);

    /// <summary>The type.</summary>
    public int Parent => tables.ReadColumn(MetadataTables.ClassLayout, row, 2);
}
