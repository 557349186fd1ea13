using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>
/// Takes slots out of all tables, without a turn: each keeps what it holds, for as long as its assembly is there, and nobody asks a table
/// for it again. Done only when no table but the main one can be asked and no door hangs, so that no call is answered otherwise.
/// </summary>
internal static class SlotRemoval
{
    /// <summary>Under the transition's lock.</summary>
    internal static void TakeOut(IReadOnlyCollection<TypeSlot> slots, Epoch main, IEnumerable<DispatchObject?[]> others)
    {
        foreach (var slot in slots)
            slot.Last = main[slot.Index] ?? slot.Last;
        // A thread that is still in a door reads the table, then the slot. It must not find both empty.
        Interlocked.MemoryBarrierProcessWide();
        foreach (var table in others.Append(main.Table))
        {
            foreach (var slot in slots)
            {
                if (slot.Index < table.Length)
                    table[slot.Index] = null;
            }
        }
    }
}
