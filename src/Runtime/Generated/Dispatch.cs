using System.ComponentModel;
using System.Runtime.CompilerServices;
using HotWeave.Protocol;

namespace HotWeave.Runtime;

/// <summary>
/// Base of the dispatch classes that the weaver generates, one per swappable type. An instance is one version of that type's
/// code, its baseline copy, or a door between versions. Generated code only derives from it; people have no use for it.
/// </summary>
/// <remarks>Instances are immutable once published in a slot and may be called by any number of threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Dispatch
{
    /// <summary>Index of the type's slot in every epoch's table. Set while preparing, before any other thread sees the object.</summary>
    internal int SlotIndex;

    /// <summary>The baseline's own bodies, for callers that belong to an epoch in which the type is not replaced. Doors and versions have it.</summary>
    internal Dispatch? BaselineCopy;

    /// <summary>The door to hang when a turn leads to or away from this version. Versions have it.</summary>
    internal Dispatch? Door;

    /// <summary>The slot that a door is for.</summary>
    internal TypeSlot? Slot;

    /// <summary>Made by the runtime only, while preparing a patch.</summary>
    protected Dispatch()
    {
    }

    /// <summary>
    /// For waiting loops of other versions: the body of a method without a stub in this version, or at a door in the one that its caller
    /// belongs to.
    /// </summary>
    /// <param name="member">The method, by name and signature.</param>
    /// <returns>The address of a static method, the object first; zero where the version has none to give.</returns>
    public nint BodyOf(string member) => (Door is null && BaselineCopy is not null ? Resolve() : this).BodyByName(member);

    /// <summary>As <see cref="BodyOf"/>, of this very version.</summary>
    /// <param name="member">The method, by name and signature.</param>
    /// <returns>The address; zero where there is none.</returns>
    protected virtual nint BodyByName(string member) => 0;

    /// <summary>
    /// For doors: the dispatch object that answers the caller, which is the one in the table of the epoch that the caller belongs
    /// to, or the baseline copy. Never null, takes no lock, allocates nothing.
    /// </summary>
    /// <returns>An object of the same dispatch class as the door.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected Dispatch Resolve()
    {
        var table = Transition.CallersEpochAtDoor().Table;
        var index = SlotIndex;
        // A type that was patched for the first time after the epoch began has no entry in its table: baseline.
        return ((uint)index < (uint)table.Length ? table[index] : null) ?? FindLast();
    }

    // After the table's entry: what was taken out of the tables is put here before.
    private Dispatch FindLast() => Slot?.Last ?? BaselineCopy!;
}
