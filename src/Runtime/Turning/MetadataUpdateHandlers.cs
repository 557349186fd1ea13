using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Turning;

/// <summary>
/// Tells the process's metadata update handlers that code has changed, as Hot Reload does: every <c>ClearCache</c>, then every
/// <c>UpdateApplication</c>, those of an assembly after those of the assemblies it refers to. Used by one operation at a time.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Handlers that a trimmer took away have no caches to clear.")]
[UnconditionalSuppressMessage("Trimming", "IL2045", Justification = "Handlers that a trimmer took away have no caches to clear.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Handlers that a trimmer took away have no caches to clear.")]
internal sealed class MetadataUpdateHandlers
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // Weak, so that a plug-in's handlers do not keep the plug-in.
    private List<WeakReference<Type>> _handlers = [];

    // Set by whoever loads an assembly, on any thread, before the assembly can be seen; cleared before looking.
    private volatile bool _stale = true;

    internal MetadataUpdateHandlers() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
    {
        if (AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) is not PatchLoadContext)
            _stale = true;
    };

    /// <summary>Runs all handlers; what they throw becomes a warning.</summary>
    internal void Run(Type[] changed, List<string> warnings)
    {
        if (_stale)
        {
            _stale = false;
            _handlers = Find(warnings);
        }

        RunAll("ClearCache", changed, warnings);
        JsonContexts.Clear(warnings);
        RunAll("UpdateApplication", changed, warnings);
    }

    private void RunAll(string method, Type[] changed, List<string> warnings)
    {
        foreach (var handler in _handlers)
        {
            if (handler.TryGetTarget(out var type))
                Run(type, method, changed, warnings);
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

    private static List<WeakReference<Type>> Find(List<string> warnings)
    {
        var loaded = LoadedAssemblies.FindAll().ToList();
        var handlers = loaded.Select(assembly => (Assembly: assembly, Handlers: FindHandlers(assembly, warnings))).Where(static a => a.Handlers.Length > 0)
            .ToDictionary(static a => a.Assembly, static a => a.Handlers);
        var byName = loaded.ToLookup(static a => a.GetName().Name, StringComparer.OrdinalIgnoreCase);
        var ordered = new List<WeakReference<Type>>();
        var visited = new HashSet<Assembly>();
        foreach (var assembly in loaded.Where(handlers.ContainsKey))
            Visit(assembly);
        return ordered;

        void Visit(Assembly assembly)
        {
            if (!visited.Add(assembly))
                return;
            foreach (var referred in assembly.GetReferencedAssemblies().SelectMany(reference => byName[reference.Name]))
                Visit(referred);
            ordered.AddRange(handlers.GetValueOrDefault(assembly, []).Select(static type => new WeakReference<Type>(type)));
        }
    }

    // The core library's own handler forgets what reflection knows of every type of the process, and loads all of them for that. No
    // deployed type has other members after a patch.
    private static Type[] FindHandlers(Assembly assembly, List<string> warnings)
    {
        if (assembly == typeof(object).Assembly)
            return [];
        try
        {
            return [.. assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>().Select(static a => a.HandlerType)];
        }
        catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException or CustomAttributeFormatException)
        {
            warnings.Add(SwapDiagnostics.UpdateHandlerFailed.Warn("of " + assembly.GetName().Name, e.GetType().Name, e.Message));
            return [];
        }
    }
}
