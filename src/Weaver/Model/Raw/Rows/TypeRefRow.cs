namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A type of another assembly or module that this one names (ECMA-335 II.22.38).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct TypeRefRow(MetadataTables tables, int row)
{
    /// <summary>Where the type is; of a nested type, the reference to the one that it is in.</summary>
    public CodedIndex ResolutionScope => new(CodedIndexKind.ResolutionScope, tables.ReadColumn(MetadataTables.TypeRef, row, 0));

    /// <summary>Its name without its namespace.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.TypeRef, row, 1));

    /// <summary>Its namespace; empty for none, and for a nested type.</summary>
    public RawName Namespace => new(tables, tables.ReadColumn(MetadataTables.TypeRef, row, 2));
}
