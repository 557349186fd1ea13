using System.Globalization;
using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Output;

/// <summary>What became of old versions. Outcome: <c>purged</c>, or <c>held</c> when something still holds one.</summary>
internal sealed record PurgeDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The versions that were not current and not unloaded.</summary>
    public required IReadOnlyList<PurgedReport> Versions { get; init; }

    /// <summary>What went wrong beside it, one line each, code first.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Summary}");
        if (Versions.Count > 0)
            report.Table(["VERSION", "OUTCOME", "UNITS"], Versions.Select(Row));
        if (Versions.Any(static v => v.Outcome == "still-referenced"))
            report.Line("still referenced by something that cannot be seen: a running call, a delegate, a task, an exception or an object of a type that the version added");
        report.Section("warnings", Warnings);
    }

    private string Summary
    {
        get
        {
            if (Versions.Count == 0)
                return "no old version is loaded";
            if (Outcome == "held")
                return "old versions are still held";
            var isAnyPermanent = Versions.Any(static v => v.Outcome == "permanent");
            if (!isAnyPermanent)
                return "old versions are purged";
            return Versions.All(static v => v.Outcome == "permanent")
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
