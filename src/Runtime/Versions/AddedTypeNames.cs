using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Loading;

namespace HotWeave.Versions;

/// <summary>What types that patches add are called: as in the deployment that will have them, and not as in the patch's assembly.</summary>
/// <param name="loaded">Every patch in the process, in force or not.</param>
/// <param name="inForce">Those whose types are found by name, the first first.</param>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The types are a patch's own, or those of woven assemblies, which are roots of trimming.")]
[UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "What a trimmer has taken away has no name that anybody stored.")]
internal sealed class AddedTypeNames(IReadOnlyList<LoadedPatch> loaded, IReadOnlyList<LoadedPatch> inForce)
{
    // What patches' assemblies are called says of which assembly they are.
    private const string PatchMark = ".patch-";

    /// <summary>The simple name of the assembly that has the type where it is deployed.</summary>
    internal string FindAssemblyName(Type type)
    {
        var name = type.Assembly.GetName().Name!;
        if (FindPatch(type.Assembly) is not { } patch)
            return name;
        var outermost = type;
        while (outermost.DeclaringType is { } outer)
            outermost = outer;
        return patch.Manifest.AddedTypes.FirstOrDefault(a => a.Type == outermost.FullName || a.Type == type.FullName)?.Assembly ?? name;
    }

    /// <summary>The type of that name: of the deployed assembly, or one that a patch in force adds to it.</summary>
    internal Type? FindType(string name) => Type.GetType(name, FindAssembly, FindType, throwOnError: false);

    private LoadedPatch? FindPatch(Assembly assembly) => loaded.FirstOrDefault(p => p.Assemblies.Any(a => a.Assembly == assembly));

    // The assembly of the runtime stands for a patch's that is not in this process.
    private Assembly? FindAssembly(AssemblyName name)
    {
        if (name.Name is null)
            return null;
        if (name.Name.Contains(PatchMark, StringComparison.Ordinal))
            return typeof(AddedTypeNames).Assembly;
        var known = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == name.Name);
        return known ?? TryLoad(name);
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name.Name!));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private Type? FindType(Assembly? assembly, string name, bool ignoreCase)
    {
        if (assembly is null)
            return Type.GetType(name);
        var isPatch = assembly == typeof(AddedTypeNames).Assembly;
        if (!isPatch && assembly.GetType(name, throwOnError: false) is { } deployed)
            return deployed;
        return FindAdded(isPatch ? null : assembly.GetName().Name, name)
            ?? (isPatch ? FindDeployed(name) : null);
    }

    // A name that an earlier deployment's patch was given: the type may be in any assembly by now.
    private static Type? FindDeployed(string name) =>
        AssemblyLoadContext.Default.Assemblies.Select(a => a.GetType(name, throwOnError: false)).FirstOrDefault(static t => t is not null);

    private Type? FindAdded(string? assembly, string name) =>
        inForce.Where(p => p.Manifest.AddedTypes.Any(a => a.Type == name && (assembly is null || a.Assembly == assembly)))
            .Select(p => p.FindType(name)).FirstOrDefault(static t => t is not null);
}
