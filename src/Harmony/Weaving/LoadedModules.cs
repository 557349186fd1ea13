using System.Reflection;
using HotWeave.Harmony.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Harmony.Weaving;

/// <summary>Finds what the process has loaded.</summary>
internal static class LoadedModules
{
    /// <summary>The assembly of that name, loaded where the application has not needed it yet.</summary>
    /// <exception cref="SwapException">HW9075: there is none, or several load contexts have one.</exception>
    public static Assembly FindAssembly(string name)
    {
        var found = LoadedAssemblies.FindAll().Where(a => a.GetName().Name == name).ToList();
        if (found.Count > 1)
            throw HarmonyDiagnostics.NotWhatRuns.Refuse(name, "several load contexts have an assembly of that name, and which is meant is not known");
        if (found.Count == 1)
            return found[0];
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            throw HarmonyDiagnostics.NotWhatRuns.Refuse(e, name, e.Message);
        }
    }

    /// <summary>The module with that id of an assembly of that name; null where it is not loaded, so that nothing of it is compiled.</summary>
    public static Module? FindModule(string assembly, string id) =>
        LoadedAssemblies.FindAll().FirstOrDefault(a => a.GetName().Name == assembly && a.ManifestModule.ModuleVersionId.ToString() == id)?.ManifestModule;
}
