using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HotWeave.Diagnostics;

namespace HotWeave.Loading;

/// <summary>Brings a patch's assembly and its symbols into the process, in a load context of their own.</summary>
internal static class PatchLoader
{
    /// <summary>Loads an assembly of a patch, unless a patch brought it before.</summary>
    /// <param name="name">The name of its load context.</param>
    /// <param name="image">The assembly.</param>
    /// <param name="symbols">Its symbols; empty when there are none.</param>
    /// <param name="baselines">The woven assemblies that its references to them mean.</param>
    /// <param name="reclaimable">Whether it can be unloaded.</param>
    /// <param name="loaded">What is in the process.</param>
    /// <exception cref="SwapException">HW6108, HW6115.</exception>
    internal static PatchAssembly Load(
        string name, byte[] image, byte[] symbols, IReadOnlyList<WovenAssembly> baselines, bool reclaimable, LoadedPatches loaded)
    {
        var digest = Convert.ToHexString(SHA256.HashData(image));
        return loaded.FindAssembly(digest, baselines) ?? Load(name, image, symbols, baselines, reclaimable, digest);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The package makes woven assemblies and what they use roots of trimming; a member that is missing all the same is found by the token check and refused.")]
    private static PatchAssembly Load(string name, byte[] image, byte[] symbols, IReadOnlyList<WovenAssembly> baselines, bool reclaimable, string digest)
    {
        if (!reclaimable && baselines.FirstOrDefault(static b => b.Assembly.IsCollectible) is { } collectible)
            throw SwapDiagnostics.CollectibleBaseline.Refuse(collectible.Name);

        var context = new PatchLoadContext(name, baselines.Select(static b => b.Assembly), reclaimable);
        try
        {
            var pdb = symbols.Length == 0 ? null : new MemoryStream(symbols, writable: false);
            var assembly = context.LoadFromStream(new MemoryStream(CompanionReferences.Retarget(image, baselines), writable: false), pdb);
            return new PatchAssembly(digest, image.Length + symbols.Length, baselines, context, assembly);
        }
        catch (Exception e)
        {
            if (reclaimable)
                context.Unload();
            throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
        }
    }
}
