using HotWeave.Runtime;

namespace HotWeave.Protocol;

/// <summary>The slots that hold doors.</summary>
/// <param name="guard">The transition's lock, which protects the list and every slot store.</param>
internal sealed class Doors(object guard)
{
    private readonly List<TypeSlot> _slots = [];

    /// <summary>Hangs a door wherever the tables differ and there is none: that changes no answer.</summary>
    internal void Hang(DispatchObject?[] table, Epoch main)
    {
        lock (guard)
            HangAll(table, main);
    }

    /// <summary>Puts the main table's own objects in their place, when nobody belongs to another epoch any more. Under the lock.</summary>
    internal void TakeDown(Epoch main)
    {
        foreach (var slot in _slots)
            slot.Steady(main[slot.Index]);
        _slots.Clear();
        Interlocked.MemoryBarrier();
    }

    private void HangAll(DispatchObject?[] table, Epoch main)
    {
        // What the new objects hold must be visible to whoever finds them in a slot.
        Interlocked.MemoryBarrier();
        for (var i = 0; i < Math.Max(table.Length, main.Table.Length); i++)
        {
            var next = i < table.Length ? table[i] : null;
            if (!ReferenceEquals(next, main[i]))
                Hang(TypeSlots.At(i), (next ?? main[i])!.Door!);
        }
    }

    private void Hang(TypeSlot slot, DispatchObject door)
    {
        if (slot.HasDoor)
            return;
        _slots.Add(slot);
        slot.Hang(door);
    }
}
