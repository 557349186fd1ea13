using System.Reflection;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>A patch whose assembly is in the process. There is never a second one of the same patch for the same baselines.</summary>
internal sealed class LoadedPatch(
    string id, PatchManifest manifest, IReadOnlyList<WovenAssembly> baselines, PatchLoadContext context, Assembly assembly)
{
    internal string Id { get; } = id;

    internal PatchManifest Manifest { get; } = manifest;

    /// <summary>In the order of the manifest.</summary>
    internal IReadOnlyList<WovenAssembly> Baselines { get; } = baselines;

    internal PatchLoadContext Context { get; } = context;

    internal Assembly Assembly { get; } = assembly;

    internal bool IsReclaimable => Context.IsCollectible;

    /// <summary>One per type of the manifest, in its order; null until the patch has passed every check.</summary>
    internal IReadOnlyList<PatchEntry>? Entries { get; set; }

    /// <summary>How many operations and prepared patches use it. Guarded by <see cref="LoadedPatches"/>.</summary>
    internal int Pins { get; set; }

    internal bool IsFor(string id, IReadOnlyList<WovenAssembly> baselines) =>
        Id == id && Baselines.Select(static b => b.Assembly).SequenceEqual(baselines.Select(static b => b.Assembly));
}
