using System.Diagnostics;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Dashboards;

/// <summary>
/// ASP.NET Core, which only the dashboard needs. The tool runs without, so that it runs where only .NET itself is installed, as in containers; the dashboard runs the tool
/// again with a configuration that has it.
/// </summary>
internal static class WebFramework
{
    // What the host answers when it finds a framework that it needs nowhere.
    private const int FrameworkMissing = 150;

    /// <summary>Whether this process has it.</summary>
    public static bool IsHere => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Contains("Microsoft.AspNetCore.dll", StringComparison.Ordinal);

    /// <summary>Runs the tool again, with it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedException">HW7058: it is not installed; HW7014: the tool is not whole.</exception>
    public static int RunWithIt(IEnumerable<string> arguments)
    {
        var configuration = FindPart("HotWeave.Dashboard.runtimeconfig.json");
        // …/shared/Microsoft.NETCore.App/10.0.1/
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(File.Exists(host) ? host : "dotnet", ["exec", "--runtimeconfig", configuration, "--depsfile", FindPart("HotWeave.Tool.deps.json"), FindPart("HotWeave.Tool.dll"), .. arguments])
        {
            UseShellExecute = false,
        };
        // Ctrl+C reaches both, and the other one's end is this one's.
        Console.CancelKeyPress += static (_, e) => e.Cancel = true;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == FrameworkMissing ? throw new RefusedException(ServingDiagnostics.NoWebFramework.With(root)) : process.ExitCode;
    }

    private static string FindPart(string name) => Path.Combine(AppContext.BaseDirectory, name) is var path && File.Exists(path)
        ? path
        : throw new RefusedException(UseDiagnostics.IncompleteInstall.With(name));
}
