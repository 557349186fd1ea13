namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A custom attribute (ECMA-335 II.22.10).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct CustomAttributeRow(MetadataTables tables, int row)
{
    /// <summary>What has it.</summary>
    public CodedIndex Parent => new(CodedIndexKind.HasCustomAttribute, tables.ReadColumn(MetadataTables.CustomAttribute, row, 0));

    /// <summary>Its constructor.</summary>
    public CodedIndex Type => new(CodedIndexKind.CustomAttributeType, tables.ReadColumn(MetadataTables.CustomAttribute, row, 1));

    /// <summary>Its arguments (II.23.3).</summary>
    public RawBlob Value => new(tables, tables.ReadColumn(MetadataTables.CustomAttribute, row, 2));
}
