namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>How a field or a parameter is passed to native code (ECMA-335 II.22.17).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct FieldMarshalRow(MetadataTables tables, int row)
{
    /// <summary>The field or the parameter.</summary>
    public CodedIndex Parent => new(CodedIndexKind.HasFieldMarshal, tables.ReadColumn(MetadataTables.FieldMarshal, row, 0));

    /// <summary>How (II.23.4).</summary>
    public RawBlob NativeType => new(tables, tables.ReadColumn(MetadataTables.FieldMarshal, row, 1));
}
