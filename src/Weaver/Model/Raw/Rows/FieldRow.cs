namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A field of a type of the file (ECMA-335 II.22.15).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct FieldRow(MetadataTables tables, int row)
{
    /// <summary>Its attributes (II.23.1.5).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.Field, row, 0);

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.Field, row, 1));

    /// <summary>Its type (II.23.2.4).</summary>
    public RawBlob Signature => new(tables, tables.ReadColumn(MetadataTables.Field, row, 2));
}
