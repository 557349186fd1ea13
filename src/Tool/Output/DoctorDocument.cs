namespace HotWeave.Tool.Output;

/// <summary>What was found of a process. Outcome: <c>well</c>, <c>look</c> where something is worth a look, <c>ill</c> where swaps cannot work.</summary>
internal sealed record DoctorDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>What was looked at, in its order.</summary>
    public required IReadOnlyList<DoctorLine> Findings { get; init; }

    public override void Print(TextReport report)
    {
        var width = Findings.Max(static f => f.Matter.Length);
        report.Lines(Findings.Select(f => $"{f.Outcome,-4}  {f.Matter.PadRight(width)}  {f.Text}"));
        report.Line(Outcome switch
        {
            "well" => $"process {ProcessId}: well",
            "look" => $"process {ProcessId}: swaps work; what is marked 'look' is worth a look",
            _ => $"process {ProcessId}: swaps do not work; what is marked 'ill' says what to do",
        });
    }
}

/// <summary>What was found of one matter.</summary>
/// <param name="Matter">What was looked at.</param>
/// <param name="Outcome"><c>ok</c>, <c>look</c> or <c>ill</c>.</param>
/// <param name="Text">How it is, or what is wrong and what to do, code first.</param>
/// <param name="Id">The code; null where nothing is wrong.</param>
internal sealed record DoctorLine(string Matter, string Outcome, string Text, string? Id);
