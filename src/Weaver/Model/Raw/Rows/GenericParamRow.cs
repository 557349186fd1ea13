namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A generic parameter (ECMA-335 II.22.20).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct GenericParamRow(MetadataTables tables, int row)
{
    /// <summary>Which of its owner's it is, from 0.</summary>
    public int Number => tables.ReadColumn(MetadataTables.GenericParam, row, 0);

    /// <summary>Variance and special constraints (II.23.1.7).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.GenericParam, row, 1);

    /// <summary>The type or the method.</summary>
    public CodedIndex Owner => new(CodedIndexKind.TypeOrMethodDef, tables.ReadColumn(MetadataTables.GenericParam, row, 2));

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.GenericParam, row, 3));
}
