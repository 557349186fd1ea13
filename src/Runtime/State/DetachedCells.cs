using System.Runtime.CompilerServices;

namespace HotWeave.State;

/// <summary>The state fields of objects that have none of their own, outside of them. Any number of threads may use it.</summary>
internal static class DetachedCells
{
    private static readonly ConditionalWeakTable<object, Detached> s_detached = [];

    /// <summary>What is in the field; null where there is none yet.</summary>
    internal static object? Find(object owner) => s_detached.TryGetValue(owner, out var detached) ? Volatile.Read(ref detached.State) : null;

    /// <summary>The field; it lives as long as the object.</summary>
    internal static ref object? MakeField(object owner) => ref s_detached.GetOrCreateValue(owner).State;

    private sealed class Detached
    {
        internal object? State;
    }
}
