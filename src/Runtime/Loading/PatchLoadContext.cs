using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Loading;

/// <summary>
/// Holds one patch. References to the baselines resolve to the very assemblies that are patched, everything else to what the
/// baselines themselves would get, so a type has one identity in baseline and patch.
/// </summary>
internal sealed class PatchLoadContext(string name, IEnumerable<Assembly> baselines, bool isCollectible)
    : AssemblyLoadContext(name, isCollectible)
{
    // Weak: once this unloads, the runtime keeps it until its assembly is gone, which a plug-in's slot may hold. They live as long as that assembly.
    private readonly WeakReference<Assembly>[] _baselines = [.. baselines.Select(static b => new WeakReference<Assembly>(b))];

    private IEnumerable<Assembly> Baselines => _baselines.Select(static b => b.TryGetTarget(out var baseline) ? baseline : null).OfType<Assembly>();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (SameName(assemblyName, typeof(PatchLoadContext).Assembly))
            return typeof(PatchLoadContext).Assembly;
        foreach (var baseline in Baselines)
        {
            if (SameName(assemblyName, baseline))
                return baseline;
            if (Companions.Find(baseline) is { } companion && SameName(assemblyName, companion.Generated))
                return companion.Generated;
        }

        return LoadAsBaselinesDo(assemblyName);
    }

    private Assembly? LoadAsBaselinesDo(AssemblyName assemblyName)
    {
        foreach (var baseline in Baselines)
        {
            var context = GetLoadContext(baseline);
            if (context is null)
                continue;
            if (DependencyLoader.Find(context, assemblyName.Name) is { } brought)
                return brought;
            if (context == Default)
                continue;
            try
            {
                return context.LoadFromAssemblyName(assemblyName);
            }
            catch (FileNotFoundException)
            {
                // The next baseline's context may know it; in the end the default context is asked and reports the failure.
            }
        }

        return null;
    }

    private static bool SameName(AssemblyName name, Assembly assembly) =>
        string.Equals(name.Name, assembly.GetName().Name, StringComparison.OrdinalIgnoreCase);
}
