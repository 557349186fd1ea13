using System.Text.RegularExpressions;

namespace HotWeave.Tool.Tests.Documented;

/// <summary>
/// Finds the tool's command lines in pages: whole ones in blocks, mentions between backticks, and lists of options in blocks that are marked <c>text synopsis</c>.
/// </summary>
internal static partial class DocumentedCommands
{
    private const string Tool = "hotweave ";
    private const string Synopsis = "text synopsis";

    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    /// <summary>All pages that users read. The changelog tells of commands as they were.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. new[] { "docs", "samples", "src" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(static page => page != "CHANGELOG.md" && !page.Contains("/bin/", StringComparison.Ordinal) && !page.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static IEnumerable<DocumentedCommand> FindAll() => Pages.SelectMany(static page => Find(page, File.ReadAllText(Path.Combine(Root, page))));

    /// <summary>Those of one page.</summary>
    public static IReadOnlyList<DocumentedCommand> Find(string page, string text)
    {
        var found = new List<DocumentedCommand>();
        string? mark = null;
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.StartsWith("```", StringComparison.Ordinal))
                mark = mark is null ? line[3..].Trim() : null;
            else if (mark == Synopsis)
                AddListed(found, page, number, line);
            else if (mark is null ? line.StartsWith("    ", StringComparison.Ordinal) : !mark.StartsWith("text", StringComparison.Ordinal))
                found.AddRange(InBlock().Matches(line.Trim()).Select(match => new DocumentedCommand(page, number, match.Groups[1].Value.Trim(), IsWhole: true)));
            if (mark is null)
                found.AddRange(Mention().Matches(line).Select(match => new DocumentedCommand(page, number, match.Groups[1].Value.Split(" | ")[0].Trim(), IsWhole: false)));
        }

        return found;
    }

    private static void AddListed(List<DocumentedCommand> found, string page, int number, string line)
    {
        if (line.StartsWith(Tool, StringComparison.Ordinal))
            found.Add(new DocumentedCommand(page, number, line[Tool.Length..].Trim(), IsWhole: false));
        else
            found[^1] = found[^1] with { Text = $"{found[^1].Text} {line.Trim()}" };
    }

    // At the beginning, or where a shell begins another command; up to a pipe, the end of that command, or a comment.
    [GeneratedRegex(@"(?:^(?:\$ )?|\$\(|; |&& )hotweave ((?:(?! \||;|\)| &&| #).)+)")]
    private static partial Regex InBlock();

    [GeneratedRegex("`(?:[^`]*\\$\\()?hotweave ([^`)]+)\\)?[^`]*`")]
    private static partial Regex Mention();
}
