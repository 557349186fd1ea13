namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The function of a native library that a method calls (ECMA-335 II.22.22).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct ImplMapRow(MetadataTables tables, int row)
{
    /// <summary>How (II.23.1.8).</summary>
    public int MappingFlags => tables.ReadColumn(MetadataTables.ImplMap, row, 0);

    /// <summary>The method.</summary>
    public CodedIndex MemberForwarded => new(CodedIndexKind.MemberForwarded, tables.ReadColumn(MetadataTables.ImplMap, row, 1));

    /// <summary>The function's name.</summary>
    public RawName ImportName => new(tables, tables.ReadColumn(MetadataTables.ImplMap, row, 2));

    /// <summary>The library.</summary>
    public int ImportScope => tables.ReadColumn(MetadataTables.ImplMap, row, 3);
}
