namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>The events of a type (ECMA-335 II.22.12).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct EventMapRow(MetadataTables tables, int row)
{
    /// <summary>The type.</summary>
    public int Parent => tables.ReadColumn(MetadataTables.EventMap, row, 0);

    /// <summary>Its events.</summary>
    public RawRange EventList => tables.ReadList(MetadataTables.EventMap, row, 1, MetadataTables.Event);
}
