namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>An interface that a type lists (ECMA-335 II.22.23).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct InterfaceImplRow(MetadataTables tables, int row)
{
    /// <summary>The type.</summary>
    public int Class => tables.ReadColumn(MetadataTables.InterfaceImpl, row, 0);

    /// <summary>The interface.</summary>
    public CodedIndex Interface => new(CodedIndexKind.TypeDefOrRef, tables.ReadColumn(MetadataTables.InterfaceImpl, row, 1));
}
