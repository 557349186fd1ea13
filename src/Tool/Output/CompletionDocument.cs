namespace HotWeave.Tool.Output;

/// <summary>What lets a shell complete the tool's command lines. Outcome: <c>done</c>.</summary>
internal sealed record CompletionDocument : Document
{
    /// <summary>The lines for the shell.</summary>
    public required string Script { get; init; }

    public override void Print(TextReport report) => report.Lines(Script.Split('\n').Select(static l => l.TrimEnd('\r')));
}
