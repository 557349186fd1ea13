namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The data that a static field begins with (ECMA-335 II.22.18).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct FieldRvaRow(MetadataTables tables, int row)
{
    /// <summary>Where it is; 0 for nowhere.</summary>
    public int Rva => tables.ReadColumn(MetadataTables.FieldRva, row, 0);

    /// <summary>The field.</summary>
    public int Field => tables.ReadColumn(MetadataTables.FieldRva, row, 1);
}
