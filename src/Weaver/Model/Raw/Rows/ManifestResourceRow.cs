namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A resource of the assembly (ECMA-335 II.22.24).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ManifestResourceRow(MetadataTables tables, int row)
{
    /// <summary>Where it begins in what it is in.</summary>
    public int Offset => tables.ReadColumn(MetadataTables.ManifestResource, row, 0);

    /// <summary>Whether others see it (II.23.1.9).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.ManifestResource, row, 1);

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.ManifestResource, row, 2));

    /// <summary>The file or the assembly that it is in; none for this file.</summary>
    public CodedIndex Implementation => new(CodedIndexKind.Implementation, tables.ReadColumn(MetadataTables.ManifestResource, row, 3));
}
