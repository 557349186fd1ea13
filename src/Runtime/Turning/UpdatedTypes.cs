using HotWeave.Hooks;
using HotWeave.Protocol;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>The types that a turn tells the process's metadata update handlers of: those that change, and those that are in force for the first time.</summary>
internal static class UpdatedTypes
{
    /// <summary>Before the turn, after which the old version may be let go of.</summary>
    internal static Type[] Find(SwapVersion from, SwapVersion to, IEnumerable<TypeSlot> changed) =>
        [.. changed.Select(static s => s.Type).Union(
            to.Content!.Patches.SelectMany(SwappedTypes.FindAdded).Except(from.Content!.Patches.SelectMany(SwappedTypes.FindAdded)))];
}
