using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Loading;

/// <summary>Lists the application's assemblies, those that patches brought as code left out.</summary>
internal static class LoadedAssemblies
{
    /// <summary>All assemblies of load contexts that are not being unloaded, in the order they were loaded; no dynamic ones.</summary>
    /// <remarks>In one pass: a context finds its own assemblies by asking each of the process's for its context.</remarks>
    internal static IEnumerable<Assembly> FindAll() => FindIn(AssemblyLoadContext.All);

    /// <summary>The same of some contexts.</summary>
    internal static IEnumerable<Assembly> FindIn(IEnumerable<AssemblyLoadContext> contexts)
    {
        var asked = contexts.Where(static c => c is not PatchLoadContext).ToHashSet();
        return AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && AssemblyLoadContext.GetLoadContext(a) is { } context && asked.Contains(context));
    }
}
