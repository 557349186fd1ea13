using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>
/// One turn: a consistent table from slot index to dispatch object, and the units that began under it. A version that is turned
/// to twice has two epochs with equal tables.
/// </summary>
internal sealed class Epoch
{
    /// <summary>Turns are numbered from 0, the baseline before any turn.</summary>
    internal readonly long Number;

    /// <summary>Never written after construction, but for <see cref="SlotRemoval"/>. Null, or an index beyond its end: the type is on its baseline.</summary>
    internal readonly DispatchObject?[] Table;

    /// <summary>The number of the version that the table is the content of.</summary>
    internal readonly int Version;

    /// <summary>Units that began under this epoch and have not ended.</summary>
    internal readonly UnitRegister Units;

    internal Epoch(long number, NextTable table)
    {
        Number = number;
        Table = table.Entries;
        Version = table.Version;
        Units = new UnitRegister();
    }

    /// <summary>The table's entry; null means baseline.</summary>
    internal DispatchObject? this[int slot] => (uint)slot < (uint)Table.Length ? Table[slot] : null;
}

/// <summary>What a turn makes current.</summary>
/// <param name="Entries">From slot index to dispatch object, null for baseline; never written again, but for <see cref="SlotRemoval"/>.</param>
/// <param name="Version">The number of the version whose content this is.</param>
internal readonly record struct NextTable(DispatchObject?[] Entries, int Version)
{
    /// <summary>A table whose version nobody asks for.</summary>
    public static implicit operator NextTable(DispatchObject?[] entries) => new(entries, 0);
}
