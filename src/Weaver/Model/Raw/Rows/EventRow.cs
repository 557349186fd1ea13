namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>An event (ECMA-335 II.22.13).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct EventRow(MetadataTables tables, int row)
{
    /// <summary>Its attributes (II.23.1.4).</summary>
    public int EventFlags => tables.ReadColumn(MetadataTables.Event, row, 0);

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.Event, row, 1));

    /// <summary>The type of its delegates.</summary>
    public CodedIndex EventType => new(CodedIndexKind.TypeDefOrRef, tables.ReadColumn(MetadataTables.Event, row, 2));
}
