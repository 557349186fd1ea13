using HotWeave.Weaver;

namespace HotWeave.Tool.Output;

/// <summary>What weaving did to one assembly.</summary>
/// <param name="File">Its path, or its file name in a folder.</param>
/// <param name="Outcome"><c>woven</c>, <c>already-woven</c>, <c>nothing-selected</c>, <c>planned</c> or <c>failed</c>.</param>
/// <param name="BaselineId">The id embedded in it; null when it is not woven.</param>
/// <param name="Types">Number of swappable types.</param>
/// <param name="Exports">Number of exports.</param>
/// <param name="Skipped">Number of methods of swappable types that are no exports.</param>
internal sealed record AssemblyDocument(string File, string Outcome, string? BaselineId, int Types, int Exports, int Skipped)
{
    /// <summary>The weaver's result for programs.</summary>
    public static AssemblyDocument From(string file, WeaveResult result) => new(
        file,
        Word(result.Outcome),
        result.BaselineId,
        result.Types,
        result.Exports,
        result.Diagnostics.Count(d => d.Severity == Weaver.Diagnostics.DiagnosticSeverity.Info));

    /// <summary>One line for a person.</summary>
    public override string ToString() => Outcome switch
    {
        "woven" or "planned" => $"{File}: {Outcome}, {Counted.Name(Types, "type")}, {Counted.Name(Exports, "export")}, {Counted.Name(Skipped, "method")} without, baseline {ShortText.CutDigest(BaselineId ?? "")}",
        "already-woven" => $"{File}: woven already, baseline {ShortText.CutDigest(BaselineId ?? "")}",
        "nothing-selected" => $"{File}: left as it is, no type is selected",
        _ => $"{File}: refused",
    };

    /// <summary>The outcome as one word.</summary>
    public static string Word(WeaveOutcome outcome) => outcome switch
    {
        WeaveOutcome.Woven => "woven",
        WeaveOutcome.AlreadyWoven => "already-woven",
        WeaveOutcome.NothingSelected => "nothing-selected",
        WeaveOutcome.Planned => "planned",
        _ => "failed",
    };
}
