using System.ComponentModel;
using HotWeave.State;

namespace HotWeave.Runtime;

/// <summary>
/// The objects that code changes convert, weakly. Woven constructors of tracked types, and those of versions whose state has another
/// number than the baseline's, add what they made; people have no use for it.
/// </summary>
/// <remarks>All members are safe for any number of threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TrackedObjects
{
    /// <summary>Adds an object; it lives no longer for it.</summary>
    /// <param name="instance">The object.</param>
    public static void Add(object instance) => TrackedInstances.Add(instance);
}
