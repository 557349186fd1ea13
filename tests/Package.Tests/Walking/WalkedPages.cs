using HotWeave.Staging;
using HotWeave.Staging.Walking;

namespace HotWeave.Package.Tests.Walking;

/// <summary>The pages that tell a reader what to type, found by looking: a new one cannot be left out.</summary>
internal static class WalkedPages
{
    private static readonly string s_root = Repository.Containing(AppContext.BaseDirectory).Root;

    public static IReadOnlyList<string> Names { get; } =
        [.. FindPages().Where(static name => PageSteps.HasCommands(Read(name))).Order(StringComparer.Ordinal)];

    /// <summary>The tutorials, whether they have commands or not.</summary>
    public static IReadOnlyList<string> Tutorials { get; } = [.. InFolder("docs/tutorials").Order(StringComparer.Ordinal)];

    public static MarkdownPage Read(string name) => MarkdownPage.Read(s_root, name);

    private static IEnumerable<string> FindPages() => InFolder("docs/tutorials").Concat(InFolder("docs/how-to")).Append("README.md");

    private static IEnumerable<string> InFolder(string folder) =>
        Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.md", SearchOption.AllDirectories).Select(static path => Path.GetRelativePath(s_root, path).Replace('\\', '/'));
}
