using System.Reflection;

namespace HotWeave.Control.Ghost;

/// <summary>Finds modules by their ids.</summary>
internal static class LoadedModule
{
    /// <summary>The module; null where no assembly has it as its own.</summary>
    public static Module? Find(Guid id)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && assembly.ManifestModule.ModuleVersionId == id)
                return assembly.ManifestModule;
        }

        return null;
    }

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
            // It is in none of the places where the application looks: what weaves says that there is no such module.
        }
    }
}
