using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HotWeave.Runtime;

/// <summary>
/// Base of the dispatch classes that the weaver generates, one per swappable type. An instance is one version of that type's
/// code, its baseline copy, or a door between versions. Generated code only derives from it; people have no use for it.
/// </summary>
/// <remarks>Instances are immutable once published in a slot and may be called by any number of threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Dispatch : DispatchObject
{
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
    protected Dispatch Resolve() => Unsafe.As<Dispatch>(ResolveForCaller()); // every object in a slot is one
}
