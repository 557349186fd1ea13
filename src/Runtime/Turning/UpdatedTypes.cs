using System.Diagnostics.CodeAnalysis;
using HotWeave.Loading;
using HotWeave.Protocol;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>The types that a turn tells the process's metadata update handlers of: those that change, and those that are in force for the first time.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The types are a patch's own, which no trimmer has seen.")]
internal static class UpdatedTypes
{
    /// <summary>Before the turn, after which the old version may be let go of.</summary>
    internal static Type[] Find(SwapVersion from, SwapVersion to, IEnumerable<TypeSlot> changed) =>
        [.. changed.Select(static s => s.Type).Union(to.Content!.Patches.SelectMany(Added).Except(from.Content!.Patches.SelectMany(Added)))];

    private static IEnumerable<Type> Added(LoadedPatch patch) =>
        patch.Manifest.AddedTypes.Select(added => patch.Assemblies.Select(a => a.Assembly.GetType(added.Type, throwOnError: false)).FirstOrDefault(static t => t is not null)).OfType<Type>();
}
