using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>
/// Finds every copy of the assemblies that a patch was made against. Plug-in hosts and test servers load one assembly into several contexts; the patch is then bound to
/// each context's own.
/// </summary>
internal static class BaselineSets
{
    /// <summary>The assemblies in the order of the manifest, once for each context that has its own; the default context comes first, the others follow by name.</summary>
    /// <exception cref="SwapException">HW6102 to HW6106.</exception>
    internal static IReadOnlyList<WovenAssembly[]> Find(IReadOnlyList<PatchBaseline> wanted, AssemblyLoadContext? only)
    {
        var found = wanted.Select(b => BaselineFinder.Find(b, only)).ToList();
        if (found.TrueForAll(static f => f.Count == 1))
            return [[.. found.Select(static f => f[0])]];

        var contexts = found.SelectMany(static f => f).Select(static w => w.Context).Distinct()
            .OrderBy(static c => c != AssemblyLoadContext.Default).ThenBy(static c => c.Name, StringComparer.Ordinal).ToList();
        // Code of one context would call that of another, and which one would be a guess.
        for (var i = 0; i < wanted.Count; i++)
        {
            if (found[i].Count != contexts.Count)
                throw SwapDiagnostics.AmbiguousBaseline.Refuse(wanted[i].Assembly, Names(found[i].Select(static w => w.Context)), Names(contexts));
        }

        return [.. contexts.Select(c => found.Select(f => f.First(w => w.Context == c)).ToArray())];
    }

    private static string Names(IEnumerable<AssemblyLoadContext> contexts) =>
        string.Join(", ", contexts.Select(static c => c.Name ?? "unnamed").Order(StringComparer.Ordinal));
}
