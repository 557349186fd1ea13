using System.Globalization;

namespace HotWeave.Tool.Processes;

/// <summary>Which processes are in a folder; as far as this user may see, on Linux.</summary>
internal static class FolderUse
{
    /// <summary>Whether a process, this one among them, has the folder or one below as its working directory.</summary>
    public static bool IsWorkingDirectory(string folder)
    {
        foreach (var id in ProcessReader.Ids())
        {
            var link = new FileInfo($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/cwd");
            if (Target(link) is { } target && IsIn(target, folder))
                return true;
        }

        return false;
    }

    /// <summary>The first process that runs code from the folder; null when none does.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="except">A process that may.</param>
    public static ProcessFacts? FindRunning(string folder, int? except = null)
    {
        foreach (var id in ProcessReader.Ids())
        {
            if (id != Environment.ProcessId && id != except && ProcessReader.Read(id) is { Root: "" } process && process.MappedFiles.Any(f => IsIn(f, folder)))
                return process;
        }

        return null;
    }

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string? Target(FileInfo link)
    {
        try
        {
            return link.LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now, or belongs to somebody else.
            return null;
        }
    }
}
