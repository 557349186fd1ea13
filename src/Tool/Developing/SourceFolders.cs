using System.Text.Json;

namespace HotWeave.Tool.Developing;

/// <summary>The folders whose files make a program: of its project and of the projects that it refers to, directly or not.</summary>
internal static class SourceFolders
{
    /// <summary>Finds them; none is inside another.</summary>
    /// <param name="project">A project that has been restored.</param>
    public static IReadOnlyList<string> Find(ProjectFacts project)
    {
        var own = Path.GetDirectoryName(project.Path)!;
        var folders = ReadReferences(project).Select(path => Path.GetDirectoryName(Path.GetFullPath(path, own))!).Append(own).Distinct().ToList();
        return [.. folders.Where(folder => !folders.Exists(other => other != folder && IsInside(folder, other))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether any of these files lies in any of these folders, or may: none where it is not known which have changed.</summary>
    public static bool HaveAny(IReadOnlyList<string> folders, IReadOnlyList<string> files) =>
        files.Count == 0 || files.Any(file => folders.Any(folder => IsInside(file, folder)));

    private static bool IsInside(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // What a restore has resolved: projects stand among the libraries.
    private static IEnumerable<string> ReadReferences(ProjectFacts project)
    {
        if (!File.Exists(project.AssetsPath))
            return [];
        using var assets = JsonDocument.Parse(File.ReadAllBytes(project.AssetsPath));
        return [.. assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(static l => l.Value.TryGetProperty("msbuildProject", out _))
            .Select(static l => l.Value.GetProperty("msbuildProject").GetString()!)];
    }
}
