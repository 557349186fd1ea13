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
                <p class="now">No version is, or was, on trial.</p><p class="note">A patch is tried by applying it with a probation, a canary, or both: <code>hotweave apply … --canary 5% --probation 10m</code>, or here under Patches.</p>
                """));
            yield break;
        }

        var samples = view.Seen.Samples.Where(s => s.Trial?.Version == trial.Version).ToList();
        yield return new Panel("now", DrawVerdict(trial));
        yield return new Panel("outcomes", Tables.Draw("How units of work ended", ["Version", "Ended", "Failed", "Error rate", "Mean time"], [DrawOutcomes(trial.Version, trial.New), DrawOutcomes(trial.Against, trial.Old)]));
        yield return new Panel("errors", DrawErrors(trial, samples));
        yield return new Panel("times", DrawTimes(trial, samples));
        yield return new Panel("doubt", DrawDoubt(trial, samples));
        yield return new Panel("act", DrawActions(view, trial));
    }

    private static Html DrawVerdict(TrialReport trial) => Html.Write($"""
        <p class="now">Version <strong>{trial.Version}</strong> against version {trial.Against}: <strong class="verdict {trial.Verdict}">{trial.Verdict}</strong>{(trial.Reason.Length > 0 ? ", " + trial.Reason : "")}.</p>
        {Tables.Facts(
        [
            ("Share of new units", Tables.Cell(trial.Share < 1 ? Words.Percent(trial.Share) : "everybody")),
            ("Watched", Html.Write($"{Words.Duration(TimeSpan.FromMilliseconds(trial.Elapsed))} of {Words.Duration(TimeSpan.FromMilliseconds(trial.Window))} <progress max=\"{trial.Window}\" value=\"{trial.Elapsed}\" aria-label=\"Watched\"></progress>")),
            ("Units that may fail", Tables.Cell(Words.Percent(trial.MaxErrorRate))),
            ("Units for a verdict", Tables.Cell($"{trial.New.Ended} of {trial.MinUnits} that are needed")),
            ("Time", Tables.Cell(trial.MaxLatencyRatio is { } ratio ? $"at most {ratio.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)} times the other version's" : "not judged")),
            ("Worse than allowed, surely", Tables.Cell(trial.Doubt is { } doubt ? $"{Words.Percent(Math.Floor(doubt * 1000) / 1000)}; above 99 % it fails" : "not known yet")),
        ])}
        """);

    private static Html[] DrawOutcomes(int version, OutcomesReport outcomes) =>
    [
        Html.Write($"{version}"),
        Html.Write($"{outcomes.Ended}"),
        Html.Write($"{outcomes.Failed}"),
        Tables.Cell(Words.Percent(RateOf(outcomes))),
        Tables.Cell(Words.Duration(TimeSpan.FromMilliseconds(outcomes.MeanLatency))),
    ];

    private static Html DrawErrors(TrialReport trial, IReadOnlyList<Sample> samples) => new TimeChart("Error rates", [
        Line($"version {trial.Version}", samples, static t => RateOf(t.New)),
        Line($"version {trial.Against}", samples, static t => RateOf(t.Old)),
        Line("what may fail", samples, static t => t.MaxErrorRate),
    ])
    { AtLeast = 0.02, Label = Words.Percent }.Draw();

    private static Html DrawTimes(TrialReport trial, IReadOnlyList<Sample> samples) => new TimeChart("Mean times in milliseconds", [
        Line($"version {trial.Version}", samples, static t => t.New.MeanLatency),
        Line($"version {trial.Against}", samples, static t => t.Old.MeanLatency),
    ]).Draw();

    private static Html DrawDoubt(TrialReport trial, IReadOnlyList<Sample> samples) => Html.When(trial.Doubt is not null, () => new TimeChart("How sure it is that the new version fails more often than it may", [
        Line($"version {trial.Version}", [.. samples.Where(static s => s.Trial?.Doubt is not null)], static t => t.Doubt ?? 0),
        Line("the verdict is failed above", samples, static _ => SureEnough),
    ])
    { Label = Words.Percent }.Draw());

    private static Series Line(string name, IReadOnlyList<Sample> samples, Func<TrialReport, double> value) =>
        new(name, [.. samples.Select(s => new Point(s.Time, value(s.Trial!)))]);

    private static Html DrawActions(PageView view, TrialReport trial)
    {
        var isShared = trial is { Share: < 1, Verdict: "pending" or "inconclusive" };
        return Html.Write($"""
            <h2>Act</h2>{view.WhyNot()}<div class="forms">
            {Html.When(isShared, () => view.Form("promote", Html.None, $"Promote version {trial.Version}: everybody gets it"))}
            {Html.When(isShared, () => view.Form("rollback", Html.None, "Give it back", isGrave: true))}
            {Html.When(!isShared && view.Status.Current == trial.Version, () => view.Form("confirm", Html.Write($"""<input type="hidden" name="version" value="{trial.Version}">"""), $"Confirm version {trial.Version}"))}
            {Html.When(!isShared && view.Status.Current == trial.Version, () => view.Form("rollback", Html.None, "Roll back", isGrave: true))}
            </div>
            """);
    }

    private static double RateOf(OutcomesReport outcomes) => outcomes.Ended == 0 ? 0 : (double)outcomes.Failed / outcomes.Ended;
}
