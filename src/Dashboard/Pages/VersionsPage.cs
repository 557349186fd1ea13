using System.Globalization;
using HotWeave.Dashboard.Auditing;
using HotWeave.Dashboard.Charts;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Pages;

/// <summary>Which version is current, which were, since when, by whom and why.</summary>
internal static class VersionsPage
{
    private const int Newest = 20;
    private const int MostTurns = 200;
    private const string All = "all";

    public static IEnumerable<Panel> Draw(PageView view, AuditReading? audit)
    {
        var turns = FindTurns(view.Status, audit);
        yield return new Panel("now", DrawNow(view));
        yield return new Panel("line", DrawLine(view.Status, turns));
        yield return new Panel("versions", DrawVersions(view, turns));
        yield return new Panel("held", Tables.List("What holds the versions that are not current", [.. HoldersOf(view.Status)]));
        yield return new Panel("act", DrawActions(view));
    }

    /// <summary>What may be done to versions.</summary>
    public static Html DrawActions(PageView view)
    {
        var others = view.Status.Versions.Where(v => v.Number < view.Status.Current && v.State is not ("unloaded" or "unloading")).Reverse().Take(MostTurns);
        return Html.Write($"""
            <h2>Act</h2>{view.WhyNot()}<div class="forms">
            {view.Form("rollback", Html.Write($"""
                <label>Go back to <select name="to"><option value="">the version before</option>{Html.Join(others.Select(DrawOption))}</select></label>{TermFields.Draw()}
                """), "Roll back", isGrave: true)}
            {view.Form("reverse", Html.None, "Reverse the last swap")}
            {view.Form("confirm", Html.Write($"""<input type="hidden" name="version" value="{view.Status.Current}">"""), $"Confirm version {view.Status.Current}")}
            {view.Form("purge", Html.Write($"""<label><input type="checkbox" name="soft" value="on" checked> soft: ask no unit of work to end</label>"""), "Purge old versions")}
            </div>
            """);
    }

    private static Html DrawNow(PageView view)
    {
        var status = view.Status;
        var current = status.CurrentVersion;
        return Html.Write($"""
            <p class="now">Version <strong>{status.Current}</strong> is current{Html.When(current is { ToLabel.Length: > 0 }, () => Html.Write($" ({Words.Label(current!.ToLabel)})"))}, {(current is { Confirmed: true } ? "confirmed" : "on probation: a restart forgets it")}.
            {Html.When(current?.CurrentSince is not null, () => Html.Write($"Since {Tables.Moment(Words.Read(current!.CurrentSince))}{(current.By is null ? "" : ", by " + current.By)}."))}</p>
            {Html.When(status.StartProblem is not null, () => Html.Write($"<p class=\"problem\">At the start: {status.StartProblem}</p>"))}
            {DrawOperation(view)}
            """);
    }

    /// <summary>What is under way, and the way to end it.</summary>
    public static Html DrawOperation(PageView view) => Html.When(view.Status.Operation is not null, () => Html.Write($"""
        <div class="busy" role="status"><p>Under way: <strong>{view.Status.Operation}</strong>{(view.Status.WaitingUnits is { } waiting ? $"; {Words.Count(waiting, "new unit of work waits", "new units of work wait")} for {Words.Count(view.Status.RunningUnits, "that runs", "that run")}" : "")}</p>
        {view.Form("cancel", Html.None, "Cancel it")}</div>
        """));

    private static Html DrawLine(ProcessStatus status, List<Turn> turns)
    {
        if (turns.Count == 0)
            return Html.Write($"""<h2>Time line</h2><p class="note">No version has been turned to since the process started.</p>""");
        var points = Enumerable.Reverse(turns).Select(t => new Point(t.Time, t.To, $"{Words.Moment(t.Time)}: version {t.To}{(t.By is null ? "" : ", by " + t.By)}{(t.Why is null ? "" : ": " + t.Why)}")).ToList();
        if (points[^1].Value == status.Current)
            points.Add(new Point(points[^1].Time + TimeSpan.FromSeconds(Math.Max(1, (points[^1].Time - points[0].Time).TotalSeconds / 20)), status.Current));
        var chart = new TimeChart("The current version over time", [new Series("current version", points)])
        {
            IsStepped = true,
            Label = static v => v == Math.Floor(v) ? v.ToString("0", CultureInfo.InvariantCulture) : "",
        };
        return Html.Write($"""
            <h2>Time line</h2>{chart.Draw()}<details><summary>{Words.Count(turns.Count, "turn")}, the newest first</summary><ol class="turns">{Html.Join(turns.Take(Newest).Select(DrawTurn))}</ol></details>
            """);
    }

    private static Html DrawTurn(Turn turn) => Html.Write($"""
        <li>{Tables.Moment(turn.Time)} <strong>version {turn.To}</strong>{(turn.By is null ? "" : ", by " + turn.By)}{(turn.Why is null ? "" : ": " + turn.Why)}</li>
        """);

    private static Html DrawVersions(PageView view, List<Turn> turns)
    {
        var all = view.Status.Versions;
        var shown = view.Of == All ? all : [.. all.Where((v, i) => i >= all.Count - Newest || v.Number == 0 || v.Number == view.Status.Current || v.Confirmed || v.Units > 0)];
        var why = turns.GroupBy(static t => t.To).ToDictionary(static g => g.Key, static g => g.First().Why);
        return Html.Write($"""
            <h2>Versions</h2>
            {Tables.Draw("Versions, the newest first", ["Version", "State", "Label", "Current since", "By", "Why", "Units", "Types", "Patch"], shown.Reverse().Select(v => DrawRow(v, why.GetValueOrDefault(v.Number))))}
            {Html.When(shown.Count < all.Count, () => Html.Write($"""<p><a href="{view.Address("versions")}?of={All}">and {Words.Count(all.Count - shown.Count, "older version")} more</a></p>"""))}
            {Html.When(view.Status.Forgotten > 0, () => Html.Write($"<p class=\"note\">{Words.Count(view.Status.Forgotten, "version that is", "versions that are")} unloaded {(view.Status.Forgotten == 1 ? "is" : "are")} not listed any more.</p>"))}
            """);
    }

    private static Html[] DrawRow(VersionReport version, string? why) =>
    [
        Tables.Cell(version.Number.ToString(CultureInfo.InvariantCulture)),
        Html.Write($"""<span class="state {version.State}">{Words.State(version.State)}</span>{(version.Confirmed ? ", confirmed" : version.State == "current" ? ", on probation" : "")}"""),
        Tables.Cell(version.Number == 0 ? "baseline" : Words.Label(version.ToLabel)),
        Tables.Moment(Words.Read(version.CurrentSince)),
        Tables.Cell(version.By),
        Tables.Cell(why),
        Tables.Cell(version.Units.ToString(CultureInfo.InvariantCulture)),
        Html.Write($"""<span title="{string.Join(", ", version.Types.Take(Newest))}">{version.Types.Count}</span>"""),
        Tables.Cell(Words.Digest(version.PatchId) + (version.SignedBy.Count > 0 ? ", signed by " + string.Join(", ", version.SignedBy) : "")),
    ];

    /// <summary>What holds versions, each text once.</summary>
    public static IEnumerable<string> HoldersOf(ProcessStatus status) => status.Versions
        .Where(static v => v.HeldBy.Count > 0)
        .GroupBy(static v => string.Join("; ", v.HeldBy), StringComparer.Ordinal)
        .Select(static g => $"{(g.Count() == 1 ? "version " + g.First().Number : Words.Count(g.Count(), "version") + $" ({g.First().Number} to {g.Last().Number})")}: {g.Key}");

    private static Html DrawOption(VersionReport version) => Html.Write($"""
        <option value="{version.Number}">{version.Number}{(version.Number == 0 ? " (baseline)" : version.ToLabel.Length > 0 ? $" ({Words.Label(version.ToLabel)})" : "")}</option>
        """);

    // Where there is an audit log it knows every turn; else each version knows its last.
    private static List<Turn> FindTurns(ProcessStatus status, AuditReading? audit)
    {
        var logged = audit?.Records
            .Where(r => r is { Outcome: "done", To: not null } && r.Process == status.ProcessId && Words.Read(r.Time) is not null)
            .Take(MostTurns).Select(static r => new Turn(Words.Read(r.Time)!.Value, r.To!.Value, r.By, WhyOf(r))).ToList();
        if (logged is { Count: > 0 })
            return logged;
        return [.. status.Versions.Where(static v => Words.Read(v.CurrentSince) is not null)
            .Select(static v => new Turn(Words.Read(v.CurrentSince)!.Value, v.Number, v.By, null))
            .OrderByDescending(static t => t.Time).Take(MostTurns)];
    }

    private static string WhyOf(AuditReport record) => record switch
    {
        { Warnings: [var first, ..], Operation: "verdict" } => first,
        { Description: { Length: > 0 } words } => words,
        _ => record.Operation,
    };

    private sealed record Turn(DateTimeOffset Time, int To, string? By, string? Why);
}
