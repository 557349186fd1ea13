using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Patches.Format;
using HotWeave.Runtime;

namespace HotWeave.Loading;

/// <summary>Finds the loaded copies of the assembly that a patch was made for, by name and embedded id; file hashes and MVIDs say nothing.</summary>
internal static class BaselineFinder
{
    /// <returns>At least one; several where load contexts hold copies.</returns>
    /// <exception cref="SwapException">HW6102 to HW6104, HW6106.</exception>
    internal static IReadOnlyList<WovenAssembly> Find(PatchBaseline wanted, AssemblyLoadContext? only)
    {
        var loaded = Loaded(wanted.Assembly, only);
        if (loaded.Count == 0)
            loaded.Add(Load(wanted.Assembly, only ?? AssemblyLoadContext.Default));

        var woven = loaded.Select(WovenAssembly.From).OfType<WovenAssembly>().ToList();
        if (woven.Count == 0)
            throw SwapDiagnostics.NotWoven.Refuse(wanted.Assembly);

        var matching = woven.FindAll(w => w.Baseline.Id == wanted.BaselineId);
        if (matching.Count == 0)
        {
            var ids = string.Join(", ", woven.Select(w => w.Baseline.Id));
            throw SwapDiagnostics.OtherBaseline.Refuse(wanted.Assembly, wanted.BaselineId, ids);
        }

        return matching.Find(static w => w.Baseline.Format != WovenAssembly.KnownFormat) is { } other
            ? throw SwapDiagnostics.OtherFormat.Refuse(other.Name, other.Baseline.Format, WovenAssembly.KnownFormat)
            : matching;
    }

    private static List<Assembly> Loaded(string name, AssemblyLoadContext? only) =>
        [.. LoadedAssemblies.FindIn(only is null ? AssemblyLoadContext.All : [only]).Where(a => string.Equals(a.GetName().Name, name, StringComparison.OrdinalIgnoreCase))];

    private static Assembly Load(string name, AssemblyLoadContext context)
    {
        try
        {
            return context.LoadFromAssemblyName(new AssemblyName { Name = name });
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            throw SwapDiagnostics.BaselineNotLoaded.Refuse(e, name, e.Message);
        }
    }
}
