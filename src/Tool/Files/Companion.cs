using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Files;

/// <summary>Assemblies that lie beside the tool and are meant for other processes.</summary>
internal static class Companion
{
    /// <summary>The control agent.</summary>
    /// <exception cref="RefusedException">HW7014: it is not there.</exception>
    public static string Agent => Find("agent", "HotWeave.Agent.dll");

    /// <summary>The runtime that woven assemblies refer to.</summary>
    /// <exception cref="RefusedException">HW7014: it is not there.</exception>
    public static string Runtime => Find("runtime", "HotWeave.Runtime.dll");

    private static string Find(string folder, string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder, file);
        return File.Exists(path) ? path : throw new RefusedException(UseDiagnostics.IncompleteInstall.With(path));
    }
}
