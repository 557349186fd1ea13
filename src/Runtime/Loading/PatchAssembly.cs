using System.Reflection;

namespace HotWeave.Loading;

/// <summary>
/// The assembly of a patch in the process. It is loaded once for the same baselines, whether it came as a patch of its own or along with a
/// later one that has types of it: a second copy would have other types.
/// </summary>
internal sealed class PatchAssembly(string digest, long size, IReadOnlyList<WovenAssembly> baselines, PatchLoadContext context, Assembly assembly)
{
    internal PatchLoadContext Context { get; } = context;

    internal Assembly Assembly { get; } = assembly;

    /// <summary>Bytes of the image and its symbols.</summary>
    internal long Size { get; } = size;

    /// <summary>Whether every method of it has passed every check. Guarded by the swap lock.</summary>
    internal bool IsChecked { get; set; }

    /// <summary>Whether this is the assembly with that image, bound to the same assemblies.</summary>
    internal bool Is(string imageDigest, IReadOnlyList<WovenAssembly> boundTo) =>
        digest == imageDigest && boundTo.Any(b => baselines.Any(own => own.Assembly == b.Assembly));
}
