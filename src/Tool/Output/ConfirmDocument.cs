namespace HotWeave.Tool.Output;

/// <summary>A version that a restart goes to. Outcome: <c>confirmed</c>.</summary>
internal sealed record ConfirmDocument : ReportDocument<ConfirmReport>
{
    // Every restart goes to the baseline unless a folder says otherwise.
    private string Reach => Report.Folder is not null
        ? $", in '{Report.Folder}'"
        : Report.Version == 0 ? "" : " in this process only; a restart goes back to the baseline";

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: version {Report.Version} is confirmed" + Reach);
        report.Section("warnings", Report.Warnings);
    }
}
