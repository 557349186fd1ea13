using System.Globalization;
using System.Text.Json.Serialization;
using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Output;

/// <summary>The versions of a live process. Outcome: <c>done</c>.</summary>
internal sealed record StatusDocument : ReportDocument<ProcessStatus>, IJsonOnDeserialized
{
    /// <summary>Whether it was woven in memory.</summary>
    public bool IsGhost { get; set; }

    /// <summary>What became of its stubs, where it was.</summary>
    public StubCounts Stubs { get; set; } = StubCounts.None;

    /// <summary>What its threads run in code from before it was.</summary>
    public IReadOnlyList<OldActivation> RunningFromBefore { get; set; } = [];

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Report.Framework}, HotWeave.Runtime {Report.RuntimeVersion}, version {Report.Current} is current{Since}");
        if (IsGhost)
            report.Line($"ghost: it was woven in memory, which a restart forgets; {Counted.Name(Stubs.Methods, "method has", "methods have")} a stub" + StubRequests);
        if (Report.StartProblem is not null)
            report.Line("at the start: " + Report.StartProblem);
        if (Report.Trust is not null)
            report.Line("signatures: " + Report.Trust);
        if (Report.Operation is not null)
            report.Line($"under way: {Report.Operation}");
        report.Line("");
        var shown = FoldedVersions.Find(Report.Versions);
        var labels = DistinctLabels.Shorten([.. shown.Select(static v => v.ToLabel)]);
        report.Table(["VERSION", "STATE", "LABEL", "PATCH", "KB", "TYPES"], shown.Select((v, i) => Row(v, labels[i])));
        var origins = Report.Versions.Select(static v => ShortText.CutLabel(v.FromLabel)).Where(static l => l.Length > 0).Distinct().ToList();
        if (origins.Count > 0)
            report.Line("patches are made from " + string.Join(", ", origins));
        if (Report.Versions.Count > shown.Count)
            report.Line($"and {Counted.Name(Report.Versions.Count - shown.Count, "older version", "older versions")} in between");
        if (Report.Forgotten > 0)
            report.Line($"and {Counted.Name(Report.Forgotten, "older version that is", "older versions that are")} unloaded");
        var signed = Report.Versions.Where(static v => v.SignedBy.Count > 0);
        report.Section("signed", [.. signed.Select(static v => $"version {v.Number}: {string.Join(", ", v.SignedBy)}")]);
        report.Section("held", FoldedVersions.ListHolders(Report.Versions));
        if (Report.Retained is { Patches: > 0 } retained)
        {
            report.Line($"loaded for the life of the process and not in force: {Counted.Name(retained.Patches, "patch", "patches")}, "
                + $"{Counted.Name(retained.Assemblies, "assembly", "assemblies")}, {Kilobytes(retained.Bytes)} kB");
        }

        if (Report.Trial is not null)
            Print(report, Report.Trial);
        report.Section("prepared", [.. Report.Prepared.Select(Describe)]);
        report.Line("");
        report.Table(["ASSEMBLY", "CONTEXT", "TYPES", "BASELINE", "PATCH"], Report.Assemblies.Select(Row));
        report.Section("no patch reaches", [.. RunningFromBefore.Select(static a => a.Describe())]);
        PrintUnits(report);
    }

    // The report's own is left out of the JSON, where the document has the operator's.
    void IJsonOnDeserialized.OnDeserialized() => Report.ProcessId = ProcessId;

    /// <summary>Shows a trial.</summary>
    public static void Print(TextReport report, TrialReport trial)
    {
        report.Line(string.Create(CultureInfo.InvariantCulture, $"trial of version {trial.Version} with {trial.Share:0.##%} of the units: {trial.Verdict}, {trial.Elapsed / 1000.0:0.0} of {trial.Window / 1000.0:0.0} s")
            + (trial.Reason.Length > 0 ? $" ({trial.Reason})" : ""));
        report.Items([Outcomes(trial.Version, trial.New), Outcomes(trial.Against, trial.Old)]);
    }

    private string StubRequests => Stubs.Batches == 0
        ? ""
        : $", of {Counted.Name(Stubs.Batches, "batch", "batches")} that stopped all threads for at most {Stubs.LongestRequest / 1000.0:0.0} ms";

    private string Since =>
        Report.CurrentVersion is { CurrentSince: { } since } version ? $" since {since}" + (version.By is null ? "" : $", by {version.By}") : "";

    private void PrintUnits(TextReport report)
    {
        if (Report.WaitingUnits is { } waiting)
            report.Line($"{Counted.Name(waiting, "new unit of work waits", "new units of work wait")} until the running ones have ended");
        if (Report.RunningUnits > 0)
        {
            report.Line("");
            report.Table(["UNIT", "AGE", "VERSION"], Report.Units.Select(Row));
        }

        if (Report.RunningUnits > Report.Units.Count)
            report.Line($"and {Report.RunningUnits - Report.Units.Count} units more");
        if (Report.Loops.Count > 0)
        {
            report.Line("");
            report.Table(["WAITING LOOP", "RUNS", "VERSION"], Report.Loops.Select(Row));
        }

        if (Report.KeptObjects.Count > 0)
        {
            report.Line("");
            report.Table(["OBJECTS WITH THE CODE THEY WERE MADE WITH", "ALIVE"], Report.KeptObjects.Select(Row));
        }

        report.Section("not known", Report.NotKnown);
    }

    private static string Describe(PreparedReport patch) =>
        $"{ShortText.CutLabel(patch.FromLabel)} -> {ShortText.CutLabel(patch.ToLabel)}, patch {ShortText.CutDigest(patch.PatchId)}";

    private static string[] Row(WovenAssemblyReport assembly) =>
    [
        assembly.Name,
        assembly.LoadContext,
        assembly.SwappableTypes.ToString(CultureInfo.InvariantCulture),
        ShortText.CutDigest(assembly.BaselineId),
        ShortText.CutDigest(assembly.PatchId),
    ];

    private static string[] Row(UnitLine unit) =>
    [
        unit.Name,
        string.Create(CultureInfo.InvariantCulture, $"{unit.Age / 1000.0:0.0} s"),
        unit.Version.ToString(CultureInfo.InvariantCulture) + (unit.Moved ? ", moved" : "") + (unit.Cancelled ? ", cancelled" : ""),
    ];

    private static string[] Row(LoopLine loop) =>
        [loop.Method, loop.Running.ToString(CultureInfo.InvariantCulture), loop.Version.ToString(CultureInfo.InvariantCulture)];

    private static string[] Row(KeptObjectsLine kept) => [kept.Type, kept.Count.ToString(CultureInfo.InvariantCulture)];

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
        ShortText.CutDigest(version.PatchId),
        version.Bytes == 0 ? "" : Kilobytes(version.Bytes),
        Named(version.Types),
    ];

    // A terminal has room for the names of few; the JSON has all.
    private static string Named(IReadOnlyList<string> types) =>
        types.Count <= 1 ? string.Concat(types) : types.Count.ToString(CultureInfo.InvariantCulture) + " types";
}
