namespace HotWeave.Staging.Walking;

/// <summary>
/// Reads a page as what its reader does. The mark of each block says what it is for: <c>sh</c> is typed, <c>sh background</c> typed in a terminal of its own,
/// <c>sh fails</c> typed and ends badly, <c>text</c> and <c>text background</c> are what these print, <c>csharp</c> and its like the whole of the file that is named before,
/// <c>diff</c> a change of the file that was named last. <c>sh setup</c> is done once for a machine, and what is marked <c>excerpt</c> is only looked at.
/// </summary>
public static class PageSteps
{
    private static readonly string[] s_lookedAt = ["sh setup", "sh excerpt", "csharp excerpt", "xml excerpt", "json excerpt", "text excerpt"];
    private static readonly string[] s_files = ["csharp", "xml", "json"];

    /// <summary>Whether the page has something to type.</summary>
    public static bool HasCommands(MarkdownPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return page.Blocks.Any(static block => block.Mark is "sh" or "sh background" or "sh fails");
    }

    /// <summary>Reads the steps, from top to bottom.</summary>
    /// <exception cref="StagingException">A block has a mark that means nothing, or cannot be what its mark says.</exception>
    public static IReadOnlyList<PageStep> Read(MarkdownPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var steps = new List<PageStep>();
        string? file = null;
        foreach (PageBlock block in page.Blocks.Where(static block => !s_lookedAt.Contains(block.Mark)))
        {
            file = block.File ?? file;
            steps.Add(block.Mark switch
            {
                "sh" or "sh fails" => new PageStep.Typed(block.Line, ReadCommands(block), block.Mark == "sh fails"),
                "sh background" => new PageStep.Started(block.Line, string.Join('\n', block.Lines)),
                "text" => new PageStep.Seen(block.Line, block.Lines),
                "text background" => new PageStep.SeenBeside(block.Line, block.Lines),
                "diff" => ReadChange(block, file ?? throw Fault(page, block, "changes a file that nothing before it names")),
                var mark when s_files.Contains(mark) =>
                    new PageStep.Written(block.Line, block.File ?? throw Fault(page, block, "is a file that nothing before it names"), string.Join('\n', block.Lines) + "\n"),
                var mark => throw Fault(page, block, $"is marked '{mark}', which says nothing of what a reader does with it"),
            });
            if (steps[^1] is PageStep.Seen && (steps.Count < 2 || steps[^2] is not PageStep.Typed))
                throw Fault(page, block, "is what commands print, and none stands before it");
            if (steps[^1] is PageStep.SeenBeside && !steps.Exists(static step => step is PageStep.Started))
                throw Fault(page, block, "is what a command prints that was started before, and none was");
        }

        return steps;
    }

    private static List<(int Line, string Text)> ReadCommands(PageBlock block)
    {
        var commands = new List<(int Line, string Text)>();
        var isOpen = false;
        for (var at = 0; at < block.Lines.Count; at++)
        {
            string text = block.Lines[at].TrimEnd('\\');
            if (isOpen)
                commands[^1] = commands[^1] with { Text = commands[^1].Text + text };
            else if (text.Length > 0)
                commands.Add((block.Line + at, text));
            isOpen = text.Length < block.Lines[at].Length;
        }

        return commands;
    }

    private static PageStep.Changed ReadChange(PageBlock block, string file)
    {
        string Of(char sign) => string.Join('\n', block.Lines.Where(line => line.Length == 0 || line[0] == sign || line[0] == ' ').Select(static line => line.Length == 0 ? line : line[1..]));
        return new PageStep.Changed(block.Line, file, Of('-'), Of('+'));
    }

    private static StagingException Fault(MarkdownPage page, PageBlock block, string fault) => new($"{page.Name}({block.Line}): this block {fault}.");
}
