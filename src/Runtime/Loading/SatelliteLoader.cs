using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>
/// Gives the assemblies that patches brought their resources for cultures. The runtime looks for these beside an assembly's file, which they do not have, and then asks. A package may
/// have dozens, so each is loaded when its culture is first asked for.
/// </summary>
internal static class SatelliteLoader
{
    // By context; weak, so that collectible contexts can unload.
    private static readonly ConditionalWeakTable<AssemblyLoadContext, Dictionary<(string Assembly, string Culture), Satellite>> s_satellites = [];

    // Protects the dictionaries, and a satellite from being loaded twice.
    private static readonly object s_lock = new();

    /// <summary>Makes an assembly's satellites known to the context that it is loaded into.</summary>
    internal static void Add(AssemblyLoadContext context, PatchDependency dependency)
    {
        lock (s_lock)
        {
            var known = s_satellites.GetOrCreateValue(context);
            foreach (var satellite in dependency.Satellites)
                known[Key(dependency.Assembly + ".resources", satellite.Culture)] = new Satellite(satellite.Image);
        }
    }

    /// <summary>The satellite of that name; null when no patch brought it.</summary>
    internal static Assembly? Find(AssemblyLoadContext context, string? name, string culture)
    {
        lock (s_lock)
            return name is not null && s_satellites.TryGetValue(context, out var known) && known.TryGetValue(Key(name, culture), out var satellite) ? satellite.In(context) : null;
    }

    // Neither names of assemblies nor those of cultures have case.
    private static (string, string) Key(string assembly, string culture) => (assembly.ToUpperInvariant(), culture.ToUpperInvariant());

    private sealed class Satellite(byte[] image)
    {
        // Weak as in DependencyLoader.
        private WeakReference<Assembly>? _assembly;

        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "It has resources only.")]
        public Assembly In(AssemblyLoadContext context)
        {
            if (_assembly is not null && _assembly.TryGetTarget(out var known))
                return known;
            var loaded = context.LoadFromStream(new MemoryStream(image, writable: false));
            _assembly = new WeakReference<Assembly>(loaded);
            return loaded;
        }
    }
}
