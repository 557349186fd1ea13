using System.Globalization;

namespace HotWeave.Tool.Output;

/// <summary>What became of old versions. Outcome: <c>purged</c>, or <c>held</c> when something still holds one.</summary>
internal sealed record PurgeDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The versions that were not current and not unloaded.</summary>
    public IReadOnlyList<PurgedReport> Versions { get; set; } = [];

    /// <summary>What went wrong beside it, one line each, code first.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

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

/// <summary>What became of one version.</summary>
internal sealed record PurgedReport
{
    /// <summary>Its number.</summary>
    public int Number { get; set; }

    /// <summary><c>unloaded</c>, <c>still-referenced</c>, <c>held</c> or <c>permanent</c>.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>The units that still run it, the oldest first, at most 100.</summary>
    public IReadOnlyList<UnitLine> Units { get; set; } = [];

    /// <summary>How many there are.</summary>
    public int RunningUnits { get; set; }
}
