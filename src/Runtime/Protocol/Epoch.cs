using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>
/// One turn: a consistent table from slot index to dispatch object, and the count of the units that began under it. A version
/// that is turned to twice has two epochs with equal tables.
/// </summary>
internal sealed class Epoch(long number, Dispatch?[] table)
{
    /// <summary>Turns are numbered from 0, the baseline before any turn.</summary>
    internal readonly long Number = number;

    /// <summary>Never written after construction. Null, or an index beyond its end: the type is on its baseline.</summary>
    internal readonly Dispatch?[] Table = table;

    /// <summary>Units that began under this epoch and have not ended.</summary>
    internal readonly StripedCounter Units = new();

    /// <summary>The table's entry; null means baseline.</summary>
    internal Dispatch? this[int slot] => (uint)slot < (uint)Table.Length ? Table[slot] : null;
}
