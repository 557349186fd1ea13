namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A declaration of security (ECMA-335 II.22.11).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct DeclSecurityRow(MetadataTables tables, int row)
{
    /// <summary>What it asks for.</summary>
    public int Action => tables.ReadColumn(MetadataTables.DeclSecurity, row, 0);

    /// <summary>What it is on.</summary>
    public CodedIndex Parent => new(CodedIndexKind.HasDeclSecurity, tables.ReadColumn(MetadataTables.DeclSecurity, row, 1));

    /// <summary>The permissions.</summary>
    public RawBlob PermissionSet => new(tables, tables.ReadColumn(MetadataTables.DeclSecurity, row, 2));
}
