using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>Brings a patch's assembly and its symbols into the process, in a load context of their own.</summary>
internal static class PatchLoader
{
    /// <exception cref="SwapException">HW6108, HW6115.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The package makes woven assemblies and what they use roots of trimming; a member that is missing all the same is found by the token check and refused.")]
    internal static LoadedPatch Load(PatchFile file, IReadOnlyList<WovenAssembly> baselines, bool reclaimable)
    {
        if (!reclaimable && baselines.FirstOrDefault(static b => b.Assembly.IsCollectible) is { } collectible)
            throw SwapDiagnostics.CollectibleBaseline.Refuse(collectible.Name);

        var context = new PatchLoadContext("HotWeave patch " + file.Id, [.. baselines.Select(static b => b.Assembly)], reclaimable);
        try
        {
            var symbols = file.Symbols.Length == 0 ? null : new MemoryStream(file.Symbols, writable: false);
            var assembly = context.LoadFromStream(new MemoryStream(file.Assembly, writable: false), symbols);
            return new LoadedPatch(file.Id, file.Manifest, baselines, context, assembly);
        }
        catch (Exception e)
        {
            if (reclaimable)
                context.Unload();
            throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
        }
    }
}
