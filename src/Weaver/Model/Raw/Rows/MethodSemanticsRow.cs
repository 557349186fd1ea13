namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A method that a property or an event has (ECMA-335 II.22.28).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct MethodSemanticsRow(MetadataTables tables, int row)
{
    /// <summary>What it is to that (II.23.1.12).</summary>
    public int Semantics => tables.ReadColumn(MetadataTables.MethodSemantics, row, 0);

    /// <summary>The method.</summary>
    public int Method => tables.ReadColumn(MetadataTables.MethodSemantics, row, 1);

    /// <summary>The property or the event.</summary>
    public CodedIndex Association => new(CodedIndexKind.HasSemantics, tables.ReadColumn(MetadataTables.MethodSemantics, row, 2));
}
