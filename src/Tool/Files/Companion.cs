using System.Runtime.InteropServices;
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

    /// <summary>The native part of weaving in memory, for the system and architecture that the tool runs on; null where none is built for it.</summary>
    public static string? FindGhost()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "ghost", Machine, "HotWeave.Ghost.so");
        return File.Exists(path) ? path : null;
    }

    /// <summary>The system and the architecture that the tool runs on, as native parts are named by them.</summary>
    public static string Machine => (OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsWindows() ? "win" : "osx")
        + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static string Find(string folder, string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder, file);
        return File.Exists(path) ? path : throw new RefusedException(UseDiagnostics.IncompleteInstall.With(path));
    }
}
