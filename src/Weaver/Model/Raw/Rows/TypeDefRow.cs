namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A type of the file (ECMA-335 II.22.37).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct TypeDefRow(MetadataTables tables, int row)
{
    /// <summary>Its attributes (II.23.1.15).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.TypeDef, row, 0);

    /// <summary>Its name without its namespace.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.TypeDef, row, 1));

    /// <summary>Its namespace; empty for none, and for a nested type.</summary>
    public RawName Namespace => new(tables, tables.ReadColumn(MetadataTables.TypeDef, row, 2));

    /// <summary>Its base; none for interfaces, for <c>object</c> and for the module's own type.</summary>
    public CodedIndex Extends => new(CodedIndexKind.TypeDefOrRef, tables.ReadColumn(MetadataTables.TypeDef, row, 3));

    /// <summary>Its fields.</summary>
    public RawRange FieldList => tables.ReadList(MetadataTables.TypeDef, row, 4, MetadataTables.Field);

    /// <summary>Its methods.</summary>
    public RawRange MethodList => tables.ReadList(MetadataTables.TypeDef, row, 5, MetadataTables.MethodDef);
}
