namespace HotWeave.Tool.Output;

/// <summary>A patch for several live processes. Outcome: <c>applied</c>, in all of them, or <c>refused</c>, in none that could be taken back.</summary>
internal sealed record GroupDocument : Document
{
    /// <summary>What became of each process.</summary>
    public required IReadOnlyList<GroupLine> Processes { get; init; }

    public override void Print(TextReport report) => report.Table(
        ["PID", "OUTCOME", "VERSION", "MODE"],
        Processes.Select(static p => (string[])
        [
            p.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            p.Outcome,
            p.From is null ? "" : $"{p.From} -> {p.To}",
            p.Mode ?? "",
        ]));
}

/// <summary>What became of one process.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Outcome"><c>applied</c>, <c>in-force</c>, <c>refused</c>, <c>not-applied</c>, <c>rolled-back</c>, <c>discarded</c>,
/// <c>prepared</c> or <c>untouched</c>.</param>
/// <param name="From">The version that was current before its last turn; null without a turn.</param>
/// <param name="To">The version that is current since its last turn; null without a turn.</param>
/// <param name="Mode">Who moved when; null without a turn.</param>
/// <param name="Warnings">What went wrong after the turn without undoing it.</param>
internal sealed record GroupLine(int ProcessId, string Outcome, int? From, int? To, string? Mode, IReadOnlyList<string> Warnings);
