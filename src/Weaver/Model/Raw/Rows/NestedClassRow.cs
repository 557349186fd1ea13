namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A type in another (ECMA-335 II.22.32).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct NestedClassRow(MetadataTables tables, int row)
{
    /// <summary>The inner type.</summary>
    public int Nested => tables.ReadColumn(MetadataTables.NestedClass, row, 0);

    /// <summary>The outer one.</summary>
    public int Enclosing => tables.ReadColumn(MetadataTables.NestedClass, row, 1);
}
