namespace HotWeave.Conventions.Tests.Sources;

/// <summary>The repository's own files: everything but what builds and tools leave behind.</summary>
internal static class SourceTree
{
    private static readonly string[] s_leftBehind = [".git", ".vs", ".idea", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file, as a path relative to the root with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. FilesIn(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> FilesUnder(string folder, string extension) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> FilesIn(DirectoryInfo folder) => folder.EnumerateFileSystemInfos().SelectMany(entry => entry switch
    {
        // A work tree's .git is a file.
        _ when s_leftBehind.Contains(entry.Name) => [],
        DirectoryInfo inner => FilesIn(inner),
        _ => [Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/')],
    });

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weaver.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Weaver.sln.");
    }
}
