using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>Finds the loaded assembly that a patch was made for, by name and embedded id; file hashes and MVIDs say nothing.</summary>
internal static class BaselineFinder
{
    /// <exception cref="SwapException">HW6102 to HW6106.</exception>
    internal static WovenAssembly Find(PatchBaseline wanted, AssemblyLoadContext? only)
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

        if (matching.Count > 1)
        {
            var contexts = string.Join(", ", matching.Select(w => w.Context.Name ?? "unnamed").Order(StringComparer.Ordinal));
            throw SwapDiagnostics.AmbiguousBaseline.Refuse(wanted.Assembly, wanted.BaselineId, contexts);
        }

        var found = matching[0];
        return found.Baseline.Format == WovenAssembly.KnownFormat
            ? found
            : throw SwapDiagnostics.OtherFormat.Refuse(found.Name, found.Baseline.Format, WovenAssembly.KnownFormat);
    }

    private static List<Assembly> Loaded(string name, AssemblyLoadContext? only)
    {
        var found = new List<Assembly>();
        foreach (var context in only is null ? AssemblyLoadContext.All : [only])
        {
            if (context is PatchLoadContext)
                continue;
            foreach (var assembly in context.Assemblies)
            {
                if (!assembly.IsDynamic && string.Equals(assembly.GetName().Name, name, StringComparison.OrdinalIgnoreCase))
                    found.Add(assembly);
            }
        }

        return found;
    }

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
