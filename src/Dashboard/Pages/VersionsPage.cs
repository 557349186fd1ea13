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
        yield return new Panel("held", Tables.List("What holds the versions that are not current", [.. ListHolders(view.Status)]));
        yield return new Panel("act", DrawActions(view));
    }

    /// <summary>What may be done to versions.</summary>
    public static Html DrawActions(PageView view)
    {
        var status = view.Status;
        var others = status.Versions.Where(v => v.Number < status.Current && v.State is not ("unloaded" or "unloading")).Reverse().Take(MostTurns);
        var target = Html.Write($"""
            <label>Go back to <select name="to"><option value="">the version before</option>{Html.Join(others.Select(DrawOption))}</select></label>
            {TermFields.Draw()}
            """);
        var soft = Html.Write($"""<label><input type="checkbox" name="soft" value="on" checked> soft: ask no unit of work to end</label>""");
        return Html.Write($"""
            <h2>Act</h2>{view.WhyNot()}<div class="forms">
            {view.Form("rollback", target, "Roll back", isGrave: true)}
            {view.Form("reverse", Html.None, "Reverse the last swap")}
            {DrawConfirm(view, status.Current)}
            {view.Form("purge", soft, "Purge old versions")}
            </div>
            """);
    }

    /// <summary>The form that confirms a version.</summary>
    public static Html DrawConfirm(PageView view, int version) =>
        view.Form("confirm", Html.Write($"""<input type="hidden" name="version" value="{version}">"""), $"Confirm version {version}");

    private static Html DrawNow(PageView view)
    {
        var status = view.Status;
        var current = status.CurrentVersion;
        var label = current is { ToLabel: { Length: > 0 } full } ? $" ({ShortText.CutLabel(full)})" : "";
        var since = current is { CurrentSince: { } moment }
            ? Html.Write($"Since {Tables.Moment(Words.ParseMoment(moment))}{SayWho(current.By)}.")
            : Html.None;
        return Html.Write($"""
            <p class="now">Version <strong>{status.Current}</strong> is current{label},
            {(current is { Confirmed: true } ? "confirmed" : "on probation: a restart forgets it")}.
            {since}</p>
            {Html.When(status.StartProblem is not null, () => Html.Write($"<p class=\"problem\">At the start: {status.StartProblem}</p>"))}
            {DrawOperation(view)}
            """);
    }

    /// <summary>What is under way, and the way to end it.</summary>
    public static Html DrawOperation(PageView view) => Html.When(view.Status.Operation is not null, () => Html.Write($"""
        <div class="busy" role="status"><p>Under way: <strong>{view.Status.Operation}</strong>{SayWaiting(view.Status)}</p>
        {view.Form("cancel", Html.None, "Cancel it")}</div>
        """));

    private static string SayWaiting(ProcessStatus status) => status.WaitingUnits is not { } waiting
        ? ""
        : $"; {Words.Count(waiting, "new unit of work waits", "new units of work wait")} for {Words.Count(status.RunningUnits, "that runs", "that run")}";

    private static Html DrawLine(ProcessStatus status, List<Turn> turns)
    {
        if (turns.Count == 0)
            return Html.Write($"""<h2>Time line</h2><p class="note">No version has been turned to since the process started.</p>""");
        var points = Enumerable.Reverse(turns).Select(static t => new Point(t.Time, t.To, $"{Words.Moment(t.Time)}: version {t.To}{SayHow(t)}")).ToList();
        // Nothing has turned since, which a step that goes on a little shows.
        if (points[^1] is { } last && last.Value == status.Current)
            points.Add(new Point(last.Time + TimeSpan.FromSeconds(Math.Max(1, (last.Time - points[0].Time).TotalSeconds / 20)), status.Current));
        var chart = new TimeChart("The current version over time", [new Series("current version", points)])
        {
            IsStepped = true,
            Label = static v => v == Math.Floor(v) ? v.ToString("0", CultureInfo.InvariantCulture) : "",
        };
        return Html.Write($"""
            <h2>Time line</h2>{chart.Draw()}<details><summary>{Words.Count(turns.Count, "turn")}, the newest first</summary>
            <ol class="turns">{Html.Join(turns.Take(Newest).Select(DrawTurn))}</ol></details>
            """);
    }

    private static Html DrawTurn(Turn turn) => Html.Write($"""
        <li>{Tables.Moment(turn.Time)} <strong>version {turn.To}</strong>{SayHow(turn)}</li>
        """);

    private static string SayHow(Turn turn) => SayWho(turn.By) + (turn.Why is null ? "" : ": " + turn.Why);

    private static string SayWho(string? by) => by is null ? "" : ", by " + by;

    private static Html DrawVersions(PageView view, List<Turn> turns)
    {
        var all = view.Status.Versions;
        var shown = view.Choice == All ? all : [.. all.Where((v, i) => i >= all.Count - Newest || IsOfNote(v, view.Status))];
        var why = turns.GroupBy(static t => t.To).ToDictionary(static g => g.Key, static g => g.First().Why);
        return Html.Write($"""
            <h2>Versions</h2>
            {Tables.Draw(
                "Versions, the newest first",
                ["Version", "State", "Label", "Current since", "By", "Why", "Units", "Types", "Patch"],
                shown.Reverse().Select(v => DrawRow(v, why.GetValueOrDefault(v.Number))))}
            {DrawOlder(view, all.Count - shown.Count)}
            {DrawForgotten(view.Status.Forgotten)}
            """);
    }

    private static bool IsOfNote(VersionReport version, ProcessStatus status) =>
        version.Number == 0 || version.Number == status.Current || version.Confirmed || version.Units > 0;

    private static Html DrawOlder(PageView view, int count) => Html.When(count > 0, () => Html.Write($"""
        <p><a href="{view.Address("versions")}?of={All}">and {Words.Count(count, "older version")} more</a></p>
        """));

    private static Html DrawForgotten(int count) => Html.When(count > 0, () => Html.Write($"""
        <p class="note">{Words.Count(count, "version that is", "versions that are")} unloaded {(count == 1 ? "is" : "are")} not listed any more.</p>
        """));

    private static Html[] DrawRow(VersionReport version, string? why) =>
    [
        Tables.Cell(version.Number.ToString(CultureInfo.InvariantCulture)),
        Html.Write($"""<span class="state {version.State}">{Words.State(version.State)}</span>{SayProbation(version)}"""),
        Tables.Cell(version.Number == 0 ? "baseline" : ShortText.CutLabel(version.ToLabel)),
        Tables.Moment(Words.ParseMoment(version.CurrentSince)),
        Tables.Cell(version.By),
        Tables.Cell(why),
        Tables.Cell(version.Units.ToString(CultureInfo.InvariantCulture)),
        Html.Write($"""<span title="{string.Join(", ", version.Types.Take(Newest))}">{version.Types.Count}</span>"""),
        Tables.Cell(Words.Patch(version.PatchId, version.SignedBy)),
    ];

    private static string SayProbation(VersionReport version) => version.Confirmed ? ", confirmed" : version.State == "current" ? ", on probation" : "";

    /// <summary>What holds versions, each text once.</summary>
    public static IEnumerable<string> ListHolders(ProcessStatus status) => status.Versions
        .Where(static v => v.HeldBy.Count > 0)
        .GroupBy(static v => string.Join("; ", v.HeldBy), StringComparer.Ordinal)
        .Select(static g => $"{SayVersions([.. g])}: {g.Key}");

    private static string SayVersions(IReadOnlyList<VersionReport> versions) => versions is [var only]
        ? $"version {only.Number}"
        : $"{Words.Count(versions.Count, "version")} ({versions[0].Number} to {versions[^1].Number})";

    private static Html DrawOption(VersionReport version) => Html.Write($"""
        <option value="{version.Number}">{version.Number}{SayLabel(version)}</option>
        """);

    private static string SayLabel(VersionReport version) =>
        version.Number == 0 ? " (baseline)" : version.ToLabel.Length > 0 ? $" ({ShortText.CutLabel(version.ToLabel)})" : "";

    // Where there is an audit log it knows every turn; else each version knows its last.
    private static List<Turn> FindTurns(ProcessStatus status, AuditReading? audit)
    {
        var logged = (audit?.Records ?? []).Where(r => r.Process == status.ProcessId).Select(FindTurn).OfType<Turn>().Take(MostTurns).ToList();
        return logged.Count > 0
            ? logged
            : [.. status.Versions.Select(FindTurn).OfType<Turn>().OrderByDescending(static t => t.Time).Take(MostTurns)];
    }

    private static Turn? FindTurn(AuditReport record) => record is { Outcome: "done", To: { } to } && Words.ParseMoment(record.Time) is { } time
        ? new Turn(time, to, record.By, FindReason(record))
        : null;

    private static Turn? FindTurn(VersionReport version) =>
        Words.ParseMoment(version.CurrentSince) is { } time ? new Turn(time, version.Number, version.By, null) : null;

    private static string FindReason(AuditReport record) => record switch
    {
        { Warnings: [var first, ..], Operation: "verdict" } => first,
        { Description: { Length: > 0 } words } => words,
        _ => record.Operation,
    };

    private sealed record Turn(DateTimeOffset Time, int To, string? By, string? Why);
}
