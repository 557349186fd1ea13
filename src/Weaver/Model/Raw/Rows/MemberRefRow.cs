namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A field or a method that the file names by name and signature (ECMA-335 II.22.25).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct MemberRefRow(MetadataTables tables, int row)
{
    /// <summary>What it is a member of.</summary>
    public CodedIndex Class => new(CodedIndexKind.MemberRefParent, tables.ReadColumn(MetadataTables.MemberRef, row, 0));

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.MemberRef, row, 1));

    /// <summary>Its type, or its parameters (II.23.2.2).</summary>
    public RawBlob Signature => new(tables, tables.ReadColumn(MetadataTables.MemberRef, row, 2));

    /// <summary>Gives the reference a name of the same file.</summary>
    public void SetName(RawName name) => tables.WriteColumn(MetadataTables.MemberRef, row, 1, name.Index);
}
