using System.ComponentModel;
using System.Runtime.CompilerServices;
using HotWeave.Protocol;

namespace HotWeave.Runtime;

/// <summary>
/// What slots and tables hold: one version of a type's code, its baseline copy, or a door between versions. <see cref="Dispatch"/>, which generated
/// code derives from, is the only kind of it; people have no use for either.
/// </summary>
/// <remarks>Instances are immutable once published in a slot and may be called by any number of threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DispatchObject
{
    /// <summary>Index of the type's slot in every epoch's table. Set while preparing, before any other thread sees the object.</summary>
    internal int SlotIndex;

    /// <summary>The baseline's own bodies, for callers that belong to an epoch in which the type is not replaced. Doors and versions have it.</summary>
    internal DispatchObject? BaselineCopy;

    /// <summary>The door to hang when a turn leads to or away from this version. Versions have it.</summary>
    internal DispatchObject? Door;

    /// <summary>The slot that a door is for.</summary>
    internal TypeSlot? Slot;

    private protected DispatchObject()
    {
    }

    /// <summary>For doors: what is in the table of the epoch that the caller belongs to, or the baseline copy. Takes no lock, allocates nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected DispatchObject ResolveForCaller()
    {
        var table = Transition.CallersEpochAtDoor(SlotIndex).Table;
        var index = SlotIndex;
        // A type that was patched for the first time after the epoch began has no entry in its table: baseline.
        return ((uint)index < (uint)table.Length ? table[index] : null) ?? FindLast();
    }

    // After the table's entry: what was taken out of the tables is put here before.
    private DispatchObject FindLast() => Slot?.Last ?? BaselineCopy!;
}
