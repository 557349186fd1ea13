namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A generic method with its arguments (ECMA-335 II.22.29).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct MethodSpecRow(MetadataTables tables, int row)
{
    /// <summary>The method.</summary>
    public CodedIndex Method => new(CodedIndexKind.MethodDefOrRef, tables.ReadColumn(MetadataTables.MethodSpec, row, 0));

    /// <summary>The arguments (II.23.2.15).</summary>
    public RawBlob Instantiation => new(tables, tables.ReadColumn(MetadataTables.MethodSpec, row, 1));

    /// <summary>Makes it an instance of another method.</summary>
    public void SetMethod(CodedIndex method) => tables.WriteColumn(MetadataTables.MethodSpec, row, 0, method.Value);
}
