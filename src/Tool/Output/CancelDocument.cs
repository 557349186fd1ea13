namespace HotWeave.Tool.Output;

/// <summary>What was asked to end. Outcome: <c>cancelled</c>, or <c>idle</c> where nothing was under way.</summary>
internal sealed record CancelDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The operations, in words.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    public override void Print(TextReport report) => report.Line(
        Operations.Count > 0 ? $"process {ProcessId}: told to end: {string.Join("; ", Operations)}" : $"process {ProcessId}: no operation is under way");
}
