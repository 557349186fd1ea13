using System.Text;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading.Patching;

namespace HotWeave.Tool.Processes;

/// <summary>
/// Decides from outside whether a process is .NET and uses HotWeave; nothing is brought in for that. In order: a mapped
/// <c>HotWeave.Runtime.dll</c>; a <c>*.deps.json</c> naming it, or the file itself, beside a mapped assembly or the executable; its name in the
/// list of contents at the end of a single-file executable.
/// </summary>
internal static class SwapReadiness
{
    private const string RuntimeFile = "HotWeave.Runtime.dll";

    // The list of contents of a single-file executable stands at its end; this much holds thousands of entries.
    private const int BundleListLength = 1024 * 1024;

    /// <summary>Whether anything says that the process runs .NET.</summary>
    public static bool IsDotNet(ProcessFacts process) =>
        DiagnosticsPort.Find(process) is not null || FrameworkFolder(process) is not null || IsBundle(process);

    /// <summary>Whether the process uses HotWeave.</summary>
    public static bool UsesHotWeave(ProcessFacts process)
    {
        foreach (var file in process.MappedFiles)
        {
            if (Path.GetFileName(file) == RuntimeFile)
                return true;
        }

        foreach (var folder in ApplicationFolders(process))
        {
            if (NamesRuntime(folder))
                return true;
        }

        return BundleNames(process, RuntimeFile);
    }

    /// <summary>Whether it would be woven if it were started again: a program and woven assemblies lie where it runs from. That HotWeave lies there says nothing, since
    /// an application that is woven by its own Harmony brings it along.</summary>
    public static bool StartsWoven(ProcessFacts process) => ApplicationFolders(process).Any(static folder =>
        ListPrograms(folder).Count > 0 && PatchInputPaths.Find(folder, folder, new DiagnosticSink()).Count > 0);

    /// <summary>The application's folder, as this process sees it; null where nothing says which it is.</summary>
    public static string? FindFolder(ProcessFacts process) =>
        ApplicationFolders(process).FirstOrDefault(NamesRuntime) ?? (BundleNames(process, RuntimeFile) ? Path.GetDirectoryName(process.Here(process.Executable)) : null);

    /// <summary>The programs of a folder, by what tells the host how to run them.</summary>
    public static IReadOnlyList<string> ListPrograms(string folder)
    {
        const string Ending = ".runtimeconfig.json";
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(static f => Path.GetFileName(f)[..^Ending.Length]).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The folder the framework is loaded from, as the process sees it; null for single-file executables and processes without .NET.</summary>
    public static string? FrameworkFolder(ProcessFacts process)
    {
        foreach (var file in process.MappedFiles)
        {
            if (Path.GetFileName(file) == "libcoreclr.so")
                return Path.GetDirectoryName(file);
        }

        return null;
    }

    /// <summary>Whether an assembly can be loaded from the framework: false when trimming took it.</summary>
    public static bool HasFrameworkAssembly(ProcessFacts process, string name)
    {
        if (FrameworkFolder(process) is { } folder)
            return File.Exists(process.Here(Path.Combine(folder, name + ".dll")));
        return !IsBundle(process) || BundleNames(process, name + ".dll");
    }

    private static SortedSet<string> ApplicationFolders(ProcessFacts process)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in process.MappedFiles)
        {
            if (file.EndsWith(".dll", StringComparison.Ordinal))
                folders.Add(process.Here(Path.GetDirectoryName(file)!));
        }

        if (Path.GetDirectoryName(process.Executable) is { Length: > 0 } home)
            folders.Add(process.Here(home));
        return folders;
    }

    private static bool NamesRuntime(string folder)
    {
        try
        {
            if (File.Exists(Path.Combine(folder, RuntimeFile)))
                return true;
            foreach (var deps in Directory.EnumerateFiles(folder, "*.deps.json"))
            {
                if (File.ReadAllText(deps).Contains("\"HotWeave.Runtime/", StringComparison.Ordinal))
                    return true;
            }

            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's folder, or one that was just removed: it says nothing.
            return false;
        }
    }

    // A single-file executable with the framework inside; one without is served by a shared framework.
    private static bool IsBundle(ProcessFacts process) => FrameworkFolder(process) is null && BundleNames(process, "System.Private.CoreLib.dll");

    private static bool BundleNames(ProcessFacts process, string name)
    {
        if (process.Executable.Length == 0)
            return false;
        try
        {
            using var file = File.OpenRead(process.Here(process.Executable));
            var tail = new byte[Math.Min(file.Length, BundleListLength)];
            file.Seek(-tail.Length, SeekOrigin.End);
            file.ReadExactly(tail);
            return tail.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
