using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Patches.Format;
using HotWeave.State;
using HotWeave.Trust;

namespace HotWeave.Loading;

/// <summary>A patch whose assemblies are in the process. There is never a second one of the same patch for the same baselines.</summary>
/// <param name="file">The patch file.</param>
/// <param name="baselines">The application's assemblies that it was made against, in the order of the manifest.</param>
/// <param name="brought">The woven assemblies that the deployed build does not have and the patch or one before brought, in the order of the manifest.</param>
/// <param name="earlier">The assemblies of earlier patches that it brought along, in the order of the manifest.</param>
/// <param name="own">Its own assembly.</param>
internal sealed class LoadedPatch(
    PatchFile file, IReadOnlyList<WovenAssembly> baselines, IReadOnlyList<WovenAssembly> brought, IReadOnlyList<PatchAssembly> earlier, PatchAssembly own)
{
    // Not the file itself: its image and symbols are in the process once more when they are loaded.
    internal string Id { get; } = file.Id;

    internal PatchManifest Manifest { get; } = file.Manifest;

    /// <summary>The patch file's bytes, for the folder of confirmed patches; all copies of the patch have the same. Guarded by the swap lock.</summary>
    internal byte[] File { get; private set; } = file.Bytes;

    /// <summary>Who signed it; null where nobody asked, or nobody did who is believed. Guarded by the swap lock.</summary>
    internal PatchSignature? Signature { get; private set; }

    /// <summary>All woven assemblies that the patch replaces types of, in the order of the manifest.</summary>
    internal IReadOnlyList<WovenAssembly> Baselines { get; } = [.. baselines, .. brought, .. earlier.Select(static e => WovenAssembly.From(e.Assembly)!)];

    internal PatchAssembly Own { get; } = own;

    /// <summary>Every assembly that is there because of the patch, its own last.</summary>
    internal IReadOnlyList<PatchAssembly> Assemblies { get; } = [.. earlier, own];

    /// <summary>Whether it is for assemblies of the default context.</summary>
    internal bool IsOfDefaultContext => baselines.All(static b => b.Context == AssemblyLoadContext.Default);

    /// <summary>The load contexts of the application's assemblies that it is for.</summary>
    internal IEnumerable<AssemblyLoadContext> Homes => baselines.Select(static b => b.Context).Distinct();

    internal Assembly Assembly => Own.Assembly;

    internal PatchLoadContext Context => Own.Context;

    internal bool IsReclaimable => Context.IsCollectible;

    /// <summary>One per type of the manifest, in its order; null until the patch has passed every check.</summary>
    internal IReadOnlyList<PatchEntry>? Entries { get; set; }

    /// <summary>Whether the static fields that it adds have their first values. Guarded by the swap lock.</summary>
    internal bool IsInitialised { get; set; }

    /// <summary>The last attempt to run the initialisers of its static fields, if that failed; null otherwise. Guarded by the swap lock.</summary>
    internal StaticInitialisation? FailedInitialisation { get; set; }

    /// <summary>The types whose state has a number; bound with the entries.</summary>
    internal IReadOnlyList<BoundShape> Shapes { get; set; } = [];

    /// <summary>The types of which no object may be alive when the patch becomes current; bound with the entries.</summary>
    internal IReadOnlyList<BoundUnmade> Unmade { get; set; } = [];

    /// <summary>The methods that are called round a swap; bound with the entries.</summary>
    internal IReadOnlyList<BoundHook> Hooks { get; set; } = [];

    /// <summary>How many operations and prepared patches use it. Guarded by <see cref="LoadedPatches"/>.</summary>
    internal int Pins { get; set; }

    /// <summary>Whether it is for assemblies of that load context only.</summary>
    internal bool IsAtHomeIn(AssemblyLoadContext context) => baselines.All(b => b.Context == context);

    /// <summary>The type of that name in the assemblies that are there because of the patch; null where none has it.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The types are a patch's own, which no trimmer has seen.")]
    internal Type? FindType(string name) => Assemblies.Select(a => a.Assembly.GetType(name, throwOnError: false)).FirstOrDefault(static t => t is not null);

    /// <summary>It came again, and may be signed anew: the newest signature counts.</summary>
    internal void Admit(AdmittedPatch admitted)
    {
        if (Signature is { } known && !(admitted.Signature?.Statement.Sequence >= known.Statement.Sequence))
            return;
        (File, Signature) = (admitted.File.Bytes, admitted.Signature);
    }

    internal bool IsFor(string id, IReadOnlyList<WovenAssembly> boundTo) =>
        Id == id && baselines.Select(static b => b.Assembly).SequenceEqual(boundTo.Select(static b => b.Assembly));
}
