namespace HotWeave.Tool.Output;

/// <summary>The end of a watch; what was seen has been shown. Outcome: <c>ended</c> (the process has), <c>interrupted</c>.</summary>
internal sealed record WatchedDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    public override void Print(TextReport report)
    {
        if (Outcome == "ended")
            report.Line($"process {ProcessId} has ended");
    }
}
