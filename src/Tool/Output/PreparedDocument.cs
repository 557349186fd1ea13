namespace HotWeave.Tool.Output;

/// <summary>A patch that is ready in a live process, or was given up there. Outcome: <c>prepared</c> or <c>discarded</c>.</summary>
internal sealed record PreparedDocument : ReportDocument<PreparedReport>
{
    public override void Print(TextReport report)
    {
        var labels = $"{ShortText.CutLabel(Report.FromLabel)} -> {ShortText.CutLabel(Report.ToLabel)}";
        report.Line($"process {ProcessId}: {Outcome} {labels}, patch {ShortText.CutDigest(Report.PatchId)}");
        if (Outcome == "discarded")
            return;
        report.Listed("types", Report.Types);
        report.Listed("added types", Report.AddedTypes);
        report.Listed("edits", Report.Edits);
        report.Section("remarks", Report.Remarks);
    }
}
