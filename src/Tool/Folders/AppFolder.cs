using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>A published application's folder, as it lies there.</summary>
/// <param name="Path">The folder, absolute, links followed.</param>
/// <param name="Apps">The applications in it, by name; usually one.</param>
internal sealed record AppFolder(string Path, IReadOnlyList<AppEntry> Apps)
{
    private const string CoreLibrary = "System.Private.CoreLib.dll";
    private const string ConfigSuffix = ".runtimeconfig.json";

    /// <summary>Whether the .NET runtime lies in the folder as well.</summary>
    public bool IsSelfContained => Apps.Any(a => a.IsSelfContained);

    /// <summary>Reads a folder.</summary>
    /// <exception cref="RefusedException">It holds no application that can be woven.</exception>
    public static AppFolder Read(string path)
    {
        var folder = Resolve(path);
        try
        {
            var apps = Directory.EnumerateFiles(folder, "*" + ConfigSuffix)
                .Order(StringComparer.Ordinal)
                .Select(config => AppEntry.Read(folder, System.IO.Path.GetFileName(config)[..^ConfigSuffix.Length]))
                .Where(app => File.Exists(System.IO.Path.Combine(folder, app.MainAssembly)) && RunsHere(folder, app))
                .ToArray();
            return apps.Length > 0 ? new AppFolder(folder, apps) : throw new RefusedException(NativeHost.WhyNoApplication(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(folder, e.Message), e);
        }
    }

    // A server's folder holds the runtimeconfig.json of its WebAssembly client too, whose framework is the browser's.
    private static bool RunsHere(string folder, AppEntry app) => !app.IsSelfContained || File.Exists(System.IO.Path.Combine(folder, CoreLibrary));

    private static string Resolve(string path)
    {
        var folder = new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        return folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
    }
}
