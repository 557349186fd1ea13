namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A property (ECMA-335 II.22.34).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct PropertyRow(MetadataTables tables, int row)
{
    /// <summary>Its attributes (II.23.1.14).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.Property, row, 0);

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.Property, row, 1));

    /// <summary>Its signature (II.23.2.5).</summary>
    public RawBlob Type => new(tables, tables.ReadColumn(MetadataTables.Property, row, 2));
}
