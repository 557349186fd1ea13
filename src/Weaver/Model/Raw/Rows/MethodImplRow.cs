namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A method that a class gives another, virtual one as its body (ECMA-335 II.22.27).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct MethodImplRow(MetadataTables tables, int row)
{
    /// <summary>The class.</summary>
    public int Class => tables.ReadColumn(MetadataTables.MethodImpl, row, 0);

    /// <summary>The method that has the body.</summary>
    public CodedIndex MethodBody => new(CodedIndexKind.MethodDefOrRef, tables.ReadColumn(MetadataTables.MethodImpl, row, 1));

    /// <summary>The method that it stands for.</summary>
    public CodedIndex MethodDeclaration => new(CodedIndexKind.MethodDefOrRef, tables.ReadColumn(MetadataTables.MethodImpl, row, 2));
}
