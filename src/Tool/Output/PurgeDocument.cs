using System.Globalization;

namespace HotWeave.Tool.Output;

/// <summary>What became of old versions. Outcome: <c>purged</c>, or <c>held</c> when something still holds one.</summary>
internal sealed record PurgeDocument : ReportDocument<PurgeReport>
{
    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Summary}");
        if (Report.Versions.Count > 0)
            report.Table(["VERSION", "OUTCOME", "UNITS"], Report.Versions.Select(Row));
        if (Report.Versions.Any(static v => v.Outcome == "still-referenced"))
            report.Line("still referenced by something that cannot be seen: a running call, a delegate, a task, an exception or an object of a type that the version added");
        report.Section("warnings", Report.Warnings);
    }

    private string Summary
    {
        get
        {
            if (Report.Versions.Count == 0)
                return "no old version is loaded";
            if (Outcome == "held")
                return "old versions are still held";
            var isAnyPermanent = Report.Versions.Any(static v => v.Outcome == "permanent");
            if (!isAnyPermanent)
                return "old versions are purged";
            return Report.Versions.All(static v => v.Outcome == "permanent")
                ? "nothing was unloaded; permanent versions stay loaded for the life of the process"
                : "old versions are purged; those that are permanent stay loaded for the life of the process";
        }
    }

    private static string[] Row(PurgedReport version) =>
    [
        version.Number.ToString(CultureInfo.InvariantCulture),
        version.Outcome,
        string.Join(", ", version.Units.Select(static u => string.Create(CultureInfo.InvariantCulture, $"{u.Name} ({u.Age / 1000.0:0.0} s)")))
            + (version.RunningUnits > version.Units.Count ? $" and {version.RunningUnits - version.Units.Count} more" : ""),
    ];
}
