namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>What else debuggers are told (Portable PDB format, CustomDebugInformation table: 0x37).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct CustomDebugInformationRow(MetadataTables tables, int row)
{
    /// <summary>What it is about.</summary>
    public CodedIndex Parent =>
        new(CodedIndexKind.HasCustomDebugInformation, tables.ReadColumn(MetadataTables.CustomDebugInformation, row, 0));

    /// <summary>Its kind, by the number in the heap of GUIDs.</summary>
    public int Kind => tables.ReadColumn(MetadataTables.CustomDebugInformation, row, 1);

    /// <summary>The rest, as the kind has it.</summary>
    public RawBlob Value => new(tables, tables.ReadColumn(MetadataTables.CustomDebugInformation, row, 2));
}
