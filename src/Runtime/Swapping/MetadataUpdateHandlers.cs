using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Swapping;

/// <summary>
/// Tells the process's metadata update handlers that code has changed, as Hot Reload does: every <c>ClearCache</c>, then every
/// <c>UpdateApplication</c>, those of an assembly after those of the assemblies it refers to.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Handlers that a trimmer took away have no caches to clear.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Handlers that a trimmer took away have no caches to clear.")]
internal static class MetadataUpdateHandlers
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Runs all handlers; what they throw becomes a warning.</summary>
    internal static void Run(Type[] changed, List<string> warnings)
    {
        var handlers = Find();
        foreach (var method in new[] { "ClearCache", "UpdateApplication" })
        {
            foreach (var handler in handlers)
                Run(handler, method, changed, warnings);
        }
    }

    private static void Run(Type handler, string name, Type[] changed, List<string> warnings)
    {
        try
        {
            if (handler.GetMethod(name, Statics, [typeof(Type[])]) is { } method && method.ReturnType == typeof(void))
                method.Invoke(null, [changed]);
        }
        catch (TargetInvocationException e)
        {
            var cause = e.InnerException ?? e;
            warnings.Add(SwapDiagnostics.UpdateHandlerFailed.Warn($"{handler}.{name}", cause.GetType().Name, cause.Message));
        }
    }

    private static List<Type> Find()
    {
        var handlers = new List<Type>();
        var visited = new HashSet<Assembly>();
        var byName = Loaded().ToLookup(static a => a.GetName().Name, StringComparer.OrdinalIgnoreCase);
        foreach (var group in byName)
        {
            foreach (var assembly in group)
                Visit(assembly, byName, visited, handlers);
        }

        return handlers;
    }

    private static void Visit(Assembly assembly, ILookup<string?, Assembly> byName, HashSet<Assembly> visited, List<Type> handlers)
    {
        if (!visited.Add(assembly))
            return;
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            foreach (var referred in byName[reference.Name])
                Visit(referred, byName, visited, handlers);
        }

        foreach (var attribute in assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            handlers.Add(attribute.HandlerType);
    }

    private static IEnumerable<Assembly> Loaded() =>
        AssemblyLoadContext.All.Where(static c => c is not PatchLoadContext).SelectMany(static c => c.Assemblies).Where(static a => !a.IsDynamic);
}
