using System.Globalization;
using HotWeave.Dashboard.Charts;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Processes;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Pages;

/// <summary>How a version on trial does beside the other, and how sure that is.</summary>
internal static class TrialPage
{
    private const double SureEnough = 0.99;

    public static IEnumerable<Panel> Draw(PageView view)
    {
        if (view.Status.Trial is not { } trial)
        {
            yield return new Panel("now", Html.Write($"""
                <p class="now">No version is, or was, on trial.</p>
                <p class="note">A patch is tried by applying it with a probation, a canary, or both:
                <code>hotweave apply … --canary 5% --probation 10m</code>, or here under Patches.</p>
                """));
            yield break;
        }

        var samples = view.Seen.Samples.Where(s => s.Trial?.Version == trial.Version).ToList();
        yield return new Panel("now", DrawVerdict(trial));
        yield return new Panel("outcomes", Tables.Draw(
            "How units of work ended",
            ["Version", "Ended", "Failed", "Error rate", "Mean time"],
            [DrawOutcomes(trial.Version, trial.New), DrawOutcomes(trial.Against, trial.Old)]));
        yield return new Panel("errors", DrawErrors(trial, samples));
        yield return new Panel("times", DrawTimes(trial, samples));
        yield return new Panel("doubt", DrawDoubt(trial, samples));
        yield return new Panel("act", DrawActions(view, trial));
    }

    private static Html DrawVerdict(TrialReport trial) => Html.Write($"""
        <p class="now">Version <strong>{trial.Version}</strong> against version {trial.Against}:
        <strong class="verdict {trial.Verdict}">{trial.Verdict}</strong>{(trial.Reason.Length > 0 ? ", " + trial.Reason : "")}.</p>
        {Tables.Facts(
        [
            ("Share of new units", Tables.Cell(trial.Share < 1 ? Words.Percent(trial.Share) : "everybody")),
            ("Watched", DrawWatched(trial)),
            ("Units that may fail", Tables.Cell(Words.Percent(trial.MaxErrorRate))),
            ("Units for a verdict", Tables.Cell($"{trial.New.Ended} of {trial.MinUnits} that are needed")),
            ("Time", Tables.Cell(SayLatency(trial))),
            ("Worse than allowed, surely", Tables.Cell(SayDoubt(trial))),
        ])}
        """);

    private static Html DrawWatched(TrialReport trial) => Html.Write($"""
        {FormatTime(trial.Elapsed)} of {FormatTime(trial.Window)}
        <progress max="{trial.Window}" value="{trial.Elapsed}" aria-label="Watched"></progress>
        """);

    private static string FormatTime(double milliseconds) => Words.Duration(TimeSpan.FromMilliseconds(milliseconds));

    private static string SayLatency(TrialReport trial) => trial.MaxLatencyRatio is { } ratio
        ? string.Create(CultureInfo.InvariantCulture, $"at most {ratio:0.##} times the other version's")
        : "not judged";

    private static string SayDoubt(TrialReport trial) => trial.Doubt is { } doubt
        ? $"{Words.Percent(Math.Floor(doubt * 1000) / 1000)}; above 99 % it fails"
        : "not known yet";

    private static Html[] DrawOutcomes(int version, OutcomesReport outcomes) =>
    [
        Html.Write($"{version}"),
        Html.Write($"{outcomes.Ended}"),
        Html.Write($"{outcomes.Failed}"),
        Tables.Cell(Words.Percent(FindErrorRate(outcomes))),
        Tables.Cell(FormatTime(outcomes.MeanLatency)),
    ];

    private static Html DrawErrors(TrialReport trial, IReadOnlyList<Sample> samples) => new TimeChart("Error rates", [
        MakeLine($"version {trial.Version}", samples, static t => FindErrorRate(t.New)),
        MakeLine($"version {trial.Against}", samples, static t => FindErrorRate(t.Old)),
        MakeLine("what may fail", samples, static t => t.MaxErrorRate),
    ])
    { AtLeast = 0.02, Label = Words.Percent }.Draw();

    private static Html DrawTimes(TrialReport trial, IReadOnlyList<Sample> samples) => new TimeChart("Mean times in milliseconds", [
        MakeLine($"version {trial.Version}", samples, static t => t.New.MeanLatency),
        MakeLine($"version {trial.Against}", samples, static t => t.Old.MeanLatency),
    ]).Draw();

    private static Html DrawDoubt(TrialReport trial, IReadOnlyList<Sample> samples)
    {
        if (trial.Doubt is null)
            return Html.None;
        return new TimeChart("How sure it is that the new version fails more often than it may", [
            MakeLine($"version {trial.Version}", [.. samples.Where(static s => s.Trial?.Doubt is not null)], static t => t.Doubt ?? 0),
            MakeLine("the verdict is failed above", samples, static _ => SureEnough),
        ])
        { Label = Words.Percent }.Draw();
    }

    private static Series MakeLine(string name, IReadOnlyList<Sample> samples, Func<TrialReport, double> value) =>
        new(name, [.. samples.Select(s => new Point(s.Time, value(s.Trial!)))]);

    private static Html DrawActions(PageView view, TrialReport trial)
    {
        var isShared = trial is { Share: < 1, Verdict: "pending" or "inconclusive" };
        var isCurrent = !isShared && view.Status.Current == trial.Version;
        return Html.Write($"""
            <h2>Act</h2>{view.WhyNot()}<div class="forms">
            {Html.When(isShared, () => view.Form("promote", Html.None, $"Promote version {trial.Version}: everybody gets it"))}
            {Html.When(isShared, () => view.Form("rollback", Html.None, "Give it back", isGrave: true))}
            {Html.When(isCurrent, () => VersionsPage.DrawConfirm(view, trial.Version))}
            {Html.When(isCurrent, () => view.Form("rollback", Html.None, "Roll back", isGrave: true))}
            </div>
            """);
    }

    private static double FindErrorRate(OutcomesReport outcomes) => outcomes.Ended == 0 ? 0 : (double)outcomes.Failed / outcomes.Ended;
}
