namespace HotWeave.Tool.Output;

/// <summary>A turn in a live process, or one that would be made. Outcome: <c>applied</c>, <c>checked</c>, <c>rolled-back</c> or <c>reversed</c>.</summary>
internal sealed record SwapDocument : ReportDocument<TurnReport>
{
    /// <summary>The trial of the version, with its verdict; null where none was waited for.</summary>
    public TrialReport? Trial { get; set; }

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {(Outcome == "checked" ? "would go from " : "")}version {Report.From} -> {Report.To}{Patch}");
        report.Line($"mode {Report.Mode}" + (Report.ModeReason is null ? "" : $": {Report.ModeReason}"));
        if (Report.Census is { } census)
            report.Line($"looked at the heap: {census.Objects} objects, none of which must not be alive; the process stood still for {census.PauseMs} ms");
        report.Listed("types", Report.Types);
        report.Listed("edits", Report.Edits);
        report.Section("remarks", Report.Remarks);
        report.Section("warnings", Report.Warnings);
        if (Trial is not null)
            StatusDocument.Print(report, Trial);
    }

    private string Patch => Report.PatchId is not { } patch
        ? ""
        : $" ({ShortText.CutLabel(Report.FromLabel ?? "")} -> {ShortText.CutLabel(Report.ToLabel ?? "")}, patch {ShortText.CutDigest(patch)})";
}
