using System.Text.RegularExpressions;

namespace HotWeave.Staging.Walking;

/// <summary>A page of documentation, as far as its blocks go.</summary>
public sealed partial class MarkdownPage
{
    private const string Fence = "```";

    private MarkdownPage(string name, IReadOnlyList<PageBlock> blocks)
    {
        Name = name;
        Blocks = blocks;
    }

    /// <summary>What messages call it: its path within the repository.</summary>
    public string Name { get; }

    /// <summary>Its fenced blocks, from top to bottom.</summary>
    public IReadOnlyList<PageBlock> Blocks { get; }

    /// <summary>Reads a page.</summary>
    /// <exception cref="StagingException">A block has no end.</exception>
    public static MarkdownPage Read(string root, string name) => Parse(name, File.ReadAllText(Path.Combine(root, name)));

    /// <summary>Reads the text of a page.</summary>
    /// <exception cref="StagingException">A block has no end.</exception>
    public static MarkdownPage Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        var blocks = new List<PageBlock>();
        string? file = null;
        for (var at = 0; at < lines.Length; at++)
        {
            if (!lines[at].StartsWith(Fence, StringComparison.Ordinal))
            {
                if (lines[at].Length > 0)
                    file = NamedFile().Match(lines[at]) is { Success: true } named ? named.Groups[1].Value : null;
                continue;
            }

            int end = Array.FindIndex(lines, at + 1, static line => line.TrimEnd() == Fence);
            StagingException.Unless(end > 0, $"{name}({at + 1}): the block that begins here does not end.");
            blocks.Add(new PageBlock(at + 2, lines[at][Fence.Length..].Trim(), lines[(at + 1)..end], file));
            file = null;
            at = end;
        }

        return new MarkdownPage(name, blocks);
    }

    [GeneratedRegex("^`([^`]+)`:$")]
    private static partial Regex NamedFile();
}
