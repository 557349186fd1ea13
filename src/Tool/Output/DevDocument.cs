namespace HotWeave.Tool.Output;

/// <summary>The end of a developer's session. Outcome: <c>ended</c>.</summary>
internal sealed record DevDocument : Document
{
    /// <summary>The projects that ran.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>How many changes went live.</summary>
    public required int Changes { get; init; }

    /// <summary>How often programs were started.</summary>
    public required int Starts { get; init; }

    public override void Print(TextReport report) =>
        report.Line($"{Counted.Name(Changes, "change")} went live, {Counted.Name(Starts, "start")}");
}
