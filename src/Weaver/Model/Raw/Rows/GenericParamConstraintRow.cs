namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A type that the arguments for a generic parameter have to be of (ECMA-335 II.22.21).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct GenericParamConstraintRow(MetadataTables tables, int row)
{
    /// <summary>The parameter.</summary>
    public int Owner => tables.ReadColumn(MetadataTables.GenericParamConstraint, row, 0);

    /// <summary>The type.</summary>
    public CodedIndex Constraint => new(CodedIndexKind.TypeDefOrRef, tables.ReadColumn(MetadataTables.GenericParamConstraint, row, 1));
}
