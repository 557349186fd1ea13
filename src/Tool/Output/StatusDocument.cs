using System.Globalization;
using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Output;

/// <summary>The versions of a live process. Outcome: <c>done</c>.</summary>
internal sealed record StatusDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The .NET runtime's description.</summary>
    public string Framework { get; set; } = "";

    /// <summary>Version of the process's HotWeave.Runtime.</summary>
    public string RuntimeVersion { get; set; } = "";

    /// <summary>Number of the current version.</summary>
    public int Current { get; set; }

    /// <summary>The operation under way; null when there is none.</summary>
    public string? Operation { get; set; }

    /// <summary>The versions, the baseline first; of those that are unloaded, the last hundred.</summary>
    public IReadOnlyList<VersionReport> Versions { get; set; } = [];

    /// <summary>The woven assemblies that are loaded.</summary>
    public IReadOnlyList<WovenAssemblyReport> Assemblies { get; set; } = [];

    /// <summary>The units of work that run, the oldest first, at most 100.</summary>
    public IReadOnlyList<UnitLine> Units { get; set; } = [];

    /// <summary>How many units run.</summary>
    public int RunningUnits { get; set; }

    /// <summary>How many new units wait for a quiescent swap; null when no swap waits.</summary>
    public int? WaitingUnits { get; set; }

    /// <summary>The methods with waiting loops that run, by version.</summary>
    public IReadOnlyList<LoopLine> Loops { get; set; } = [];

    /// <summary>What may hold a version and cannot be seen.</summary>
    public IReadOnlyList<string> NotKnown { get; set; } = [];

    /// <summary>The patches that are prepared and neither committed nor discarded.</summary>
    public IReadOnlyList<PreparedReport> Prepared { get; set; } = [];

    /// <summary>The version on trial, or the last one that was; null when none ever was.</summary>
    public TrialReport? Trial { get; set; }

    /// <summary>How many unloaded versions are not listed any more.</summary>
    public int Forgotten { get; set; }

    /// <summary>What permanent patches have left behind that the current version does not use.</summary>
    public RetainedReport Retained { get; set; } = new();

    /// <summary>What was wrong with the confirmed patches when the process started; null when nothing was, or a version has been confirmed since.</summary>
    public string? StartProblem { get; set; }

    /// <summary>Whose signatures the process asks for, in words; null where it looks at none.</summary>
    public string? Trust { get; set; }

    /// <summary>The process's audit log, as the process sees it; null where it has none.</summary>
    public string? AuditLog { get; set; }

    /// <summary>Whether it was woven in memory.</summary>
    public bool IsGhost { get; set; }

    /// <summary>What became of its stubs, where it was.</summary>
    public StubCounts Stubs { get; set; } = StubCounts.None;

    /// <summary>What its threads run in code from before it was.</summary>
    public IReadOnlyList<OldActivation> RunningFromBefore { get; set; } = [];

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Framework}, HotWeave.Runtime {RuntimeVersion}, version {Current} is current{Since}");
        if (IsGhost)
            report.Line($"ghost: it was woven in memory, which a restart forgets; {Counted.Name(Stubs.Methods, "method has", "methods have")} a stub"
                + (Stubs.Batches == 0 ? "" : $", of {Counted.Name(Stubs.Batches, "request", "requests")} that stopped all threads for at most {Stubs.LongestRequest / 1000.0:0.0} ms"));
        if (StartProblem is not null)
            report.Line("at the start: " + StartProblem);
        if (Trust is not null)
            report.Line("signatures: " + Trust);
        if (Operation is not null)
            report.Line($"under way: {Operation}");
        report.Line("");
        var shown = FoldedVersions.Find(Versions);
        var labels = DistinctLabels.Shorten([.. shown.Select(static v => v.ToLabel)]);
        report.Table(["VERSION", "STATE", "LABEL", "PATCH", "KB", "TYPES"], shown.Select((v, i) => Row(v, labels[i])));
        if (Versions.Select(static v => ShortLabel(v.FromLabel)).Where(static l => l.Length > 0).Distinct().ToList() is { Count: > 0 } from)
            report.Line("patches are made from " + string.Join(", ", from));
        if (Versions.Count > shown.Count)
            report.Line($"and {Counted.Name(Versions.Count - shown.Count, "older version", "older versions")} in between");
        if (Forgotten > 0)
            report.Line($"and {Counted.Name(Forgotten, "older version that is", "older versions that are")} unloaded");
        report.Section("signed", [.. Versions.Where(static v => v.SignedBy.Count > 0).Select(static v => $"version {v.Number}: {string.Join(", ", v.SignedBy)}")]);
        report.Section("held", FoldedVersions.ListHolders(Versions));
        if (Retained.Patches > 0)
            report.Line($"loaded for the life of the process and not in force: {Counted.Name(Retained.Patches, "patch", "patches")}, {Counted.Name(Retained.Assemblies, "assembly", "assemblies")}, {Kilobytes(Retained.Bytes)} kB");
        if (Trial is not null)
            Print(report, Trial);

        report.Section("prepared", [.. Prepared.Select(static p => $"{ShortLabel(p.FromLabel)} -> {ShortLabel(p.ToLabel)}, patch {Short(p.PatchId)}")]);
        report.Line("");
        report.Table(
            ["ASSEMBLY", "CONTEXT", "TYPES", "BASELINE", "PATCH"],
            Assemblies.Select(a => (string[])[a.Name, a.LoadContext, a.SwappableTypes.ToString(CultureInfo.InvariantCulture), Short(a.BaselineId), Short(a.PatchId)]));
        report.Section("no patch reaches", [.. RunningFromBefore.Select(static a => a.Describe())]);
        PrintUnits(report);
    }

    /// <summary>The first digits of a digest: enough for a person.</summary>
    public static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;

    /// <summary>A build's label as a person tells it from others: of the hash of a commit, which the SDK appends, the first digits.</summary>
    public static string ShortLabel(string label)
    {
        const int Digits = 7;
        var hash = label.LastIndexOf('+') + 1;
        return hash > 0 && label.Length - hash > Digits && label[hash..].All(char.IsAsciiHexDigit) ? label[..(hash + Digits)] : label;
    }

    /// <summary>Shows a trial.</summary>
    public static void Print(TextReport report, TrialReport trial)
    {
        report.Line(string.Create(CultureInfo.InvariantCulture, $"trial of version {trial.Version} with {trial.Share:0.##%} of the units: {trial.Verdict}, {trial.Elapsed / 1000.0:0.0} of {trial.Window / 1000.0:0.0} s")
            + (trial.Reason.Length > 0 ? $" ({trial.Reason})" : ""));
        report.Items([Outcomes(trial.Version, trial.New), Outcomes(trial.Against, trial.Old)]);
    }

    private string Since =>
        Versions.FirstOrDefault(v => v.Number == Current) is { CurrentSince: { } since } version ? $" since {since}" + (version.By is null ? "" : $", by {version.By}") : "";

    private void PrintUnits(TextReport report)
    {
        if (WaitingUnits is { } waiting)
            report.Line($"{Counted.Name(waiting, "new unit of work waits", "new units of work wait")} until the running ones have ended");
        if (RunningUnits > 0)
        {
            report.Line("");
            report.Table(["UNIT", "AGE", "VERSION"], Units.Select(Row));
        }

        if (RunningUnits > Units.Count)
            report.Line($"and {RunningUnits - Units.Count} units more");
        if (Loops.Count > 0)
        {
            report.Line("");
            report.Table(["WAITING LOOP", "RUNS", "VERSION"], Loops.Select(Row));
        }

        report.Section("not known", NotKnown);
    }

    private static string[] Row(UnitLine unit) =>
    [
        unit.Name,
        string.Create(CultureInfo.InvariantCulture, $"{unit.Age / 1000.0:0.0} s"),
        unit.Version.ToString(CultureInfo.InvariantCulture) + (unit.Moved ? ", moved" : "") + (unit.Cancelled ? ", cancelled" : ""),
    ];

    private static string[] Row(LoopLine loop) =>
        [loop.Method, loop.Running.ToString(CultureInfo.InvariantCulture), loop.Version.ToString(CultureInfo.InvariantCulture)];

    private static string Outcomes(int version, OutcomesReport outcomes) => string.Create(
        CultureInfo.InvariantCulture, $"version {version}: {outcomes.Ended} units ended, {outcomes.Failed} failed, {outcomes.MeanLatency:0.#} ms on average");

    private static string Kilobytes(long bytes) => ((bytes + 999) / 1000).ToString(CultureInfo.InvariantCulture);

    private static string StateOf(VersionReport version) =>
        version.State + (version.Confirmed ? ", confirmed" : version.State == "current" ? ", on probation" : "");

    private static string[] Row(VersionReport version, string label) =>
    [
        version.Number.ToString(CultureInfo.InvariantCulture),
        StateOf(version),
        version.Number == 0 ? "baseline" : label,
        Short(version.PatchId),
        version.Bytes == 0 ? "" : Kilobytes(version.Bytes),
        Named(version.Types),
    ];

    // A terminal has room for the names of few; the JSON has all.
    private static string Named(IReadOnlyList<string> types) =>
        types.Count <= 1 ? string.Concat(types) : types.Count.ToString(CultureInfo.InvariantCulture) + " types";
}
