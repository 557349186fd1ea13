using System.Reflection;

namespace HotWeave.Control.Ghost;

/// <summary>Finds modules by their ids.</summary>
internal static class LoadedModule
{
    /// <summary>The module, of the first assembly that has it as its own; null where none has.</summary>
    public static Module? Find(Guid id) => FindAll(id) is [var first, ..] ? first.ManifestModule : null;

    /// <summary>The assemblies that have it: several where load contexts hold copies.</summary>
    public static List<Assembly> FindAll(Guid id)
    {
        var found = new List<Assembly>();
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && assembly.ManifestModule.ModuleVersionId == id)
                found.Add(assembly);
        }

        return found;
    }

    /// <summary>Those of them that can be woven: not in a load context that goes again.</summary>
    public static List<Assembly> FindLasting(Guid id) => FindAll(id).FindAll(static a => !a.IsCollectible);

    /// <summary>Whether an assembly of this name is loaded.</summary>
    public static bool HasOther(string assembly) =>
        Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), a => !a.IsDynamic && !a.IsCollectible && a.GetName().Name == assembly);

    /// <summary>Loads the assembly of a module that the application has not needed yet, as it would itself.</summary>
    public static void Load(string assembly, Guid id)
    {
        if (Find(id) is not null)
            return;
        try
        {
            Assembly.Load(assembly);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            // It is in none of the places where the application looks: it is woven if it is loaded another way.
        }
    }
}
