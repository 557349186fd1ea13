namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>An assembly that the file refers to (ECMA-335 II.22.5).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct AssemblyRefRow(MetadataTables tables, int row)
{
    /// <summary>First part of the version.</summary>
    public int MajorVersion => tables.ReadColumn(MetadataTables.AssemblyRef, row, 0);

    /// <summary>Second part.</summary>
    public int MinorVersion => tables.ReadColumn(MetadataTables.AssemblyRef, row, 1);

    /// <summary>Third part.</summary>
    public int BuildNumber => tables.ReadColumn(MetadataTables.AssemblyRef, row, 2);

    /// <summary>Last part.</summary>
    public int RevisionNumber => tables.ReadColumn(MetadataTables.AssemblyRef, row, 3);

    /// <summary>Asks for another version.</summary>
    public void SetVersion(Version version)
    {
        tables.WriteColumn(MetadataTables.AssemblyRef, row, 0, version.Major);
        tables.WriteColumn(MetadataTables.AssemblyRef, row, 1, version.Minor);
        tables.WriteColumn(MetadataTables.AssemblyRef, row, 2, version.Build);
        tables.WriteColumn(MetadataTables.AssemblyRef, row, 3, version.Revision);
    }
}
