using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Runtime;

namespace HotWeave.Loading;

/// <summary>A loaded assembly and what the weaver wrote on it.</summary>
internal sealed record WovenAssembly(Assembly Assembly, BaselineAttribute Baseline)
{
    /// <summary>The weaving format whose stubs patches for this runtime answer.</summary>
    internal const int KnownFormat = 2;

    /// <summary>The class with one field per swappable type.</summary>
    internal const string SlotsClass = "<HotWeave>Slots";

    /// <summary>The assembly that has its dispatch classes and slots: itself, or its companion where it was woven from within the process.</summary>
    internal Assembly Generated => Companions.Find(Assembly)?.Generated ?? Assembly;

    internal string Name => Assembly.GetName().Name ?? "";

    internal AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(Assembly) ?? AssemblyLoadContext.Default;

    /// <summary>Whether a patch brought it: as its own assembly, which has types, or along with that.</summary>
    internal bool IsBrought => Context is PatchLoadContext || DependencyLoader.HasBrought(Assembly);

    /// <summary>The assembly as woven, or null when it is not.</summary>
    internal static WovenAssembly? From(Assembly assembly) =>
        (Companions.Find(assembly)?.Baseline ?? assembly.GetCustomAttribute<BaselineAttribute>()) is { } baseline ? new(assembly, baseline) : null;

    /// <summary>All woven assemblies in all load contexts.</summary>
    internal static IEnumerable<WovenAssembly> AllLoaded() => LoadedAssemblies.FindAll().Select(From).OfType<WovenAssembly>();
}
