namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A value of a field, a parameter or a property that stands in the metadata (ECMA-335 II.22.9).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ConstantRow(MetadataTables tables, int row)
{
    /// <summary>The element type of the value (II.23.1.16), in the lower byte.</summary>
    public int Type => tables.ReadColumn(MetadataTables.Constant, row, 0);

    /// <summary>Whose value it is.</summary>
    public CodedIndex Parent => new(CodedIndexKind.HasConstant, tables.ReadColumn(MetadataTables.Constant, row, 1));

    /// <summary>The value.</summary>
    public RawBlob Value => new(tables, tables.ReadColumn(MetadataTables.Constant, row, 2));

    /// <summary>Writes the element type.</summary>
    public void SetType(int type) => tables.WriteColumn(MetadataTables.Constant, row, 0, type);

    /// <summary>Gives it a value of the same file.</summary>
    public void SetValue(RawBlob value) => tables.WriteColumn(MetadataTables.Constant, row, 2, value.Index);
}
