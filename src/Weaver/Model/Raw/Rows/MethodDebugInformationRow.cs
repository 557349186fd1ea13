namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The lines of a method, by its row (Portable PDB format, MethodDebugInformation table: 0x31).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct MethodDebugInformationRow(MetadataTables tables, int row)
{
    /// <summary>The one file that they are in; 0 for none or several.</summary>
    public int Document => tables.ReadColumn(MetadataTables.MethodDebugInformation, row, 0);

    /// <summary>The lines.</summary>
    public RawBlob SequencePoints => new(tables, tables.ReadColumn(MetadataTables.MethodDebugInformation, row, 1));
}
