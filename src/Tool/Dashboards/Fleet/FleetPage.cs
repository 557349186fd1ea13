using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Pages;
using HotWeave.Fleet.Contract;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Dashboards.Fleet;

/// <summary>An application's fleet: where its roll-out stands, what its instances run, and what was done.</summary>
internal static class FleetPage
{
    private const int MostRows = 500;
    private const int MostSteps = 50;

    /// <summary>The page's parts.</summary>
    /// <param name="root">The address of the dashboard.</param>
    /// <param name="seen">What is known of the fleet.</param>
    /// <param name="permission">What the user may do.</param>
    public static IEnumerable<Panel> Draw(string root, FleetSighting seen, Permission permission)
    {
        yield return new Panel("problem", Html.When(seen.Problem is not null, () => Html.Write($"""
            <p class="problem" role="alert"><strong>Not as it should be.</strong> {seen.Problem}</p>
            """)));
        yield return new Panel("now", DrawNow(seen));
        yield return new Panel("act", DrawForms(root, seen, permission));
        yield return new Panel("instances", DrawInstances(seen));
        yield return new Panel("steps", DrawSteps(seen));
    }

    private static Html DrawNow(FleetSighting seen)
    {
        if (seen.Wish.Rollout is not { } rollout)
        {
            return Html.Write($"""
                <p class="now"><strong>{seen.NameOf(seen.Wish.Release)}</strong> is what all instances shall run.</p>
                {Html.When(seen.Wish.History.Count > 0, () => DrawEnd(seen.Wish.History[^1]))}
                """);
        }

        return Html.Write($"""
            <p class="now"><strong class="verdict {FindClass(rollout.Phase)}">Roll-out {rollout.Number} of {ShortText.CutLabel(rollout.Label)}:
            {FleetDocument.Describe(rollout)}</strong></p>
            <p class="note">Begun by {rollout.By}, {Words.Moment(rollout.Begun)}; waves {string.Join(", ", rollout.Waves)}.
            Before it: {seen.NameOf(seen.Wish.Release)}.</p>
            """);
    }

    private static Html DrawEnd(Rollout ended) => Html.Write($"""
        <p><strong class="verdict {FindClass(ended.Phase)}">Roll-out {ended.Number} of {ShortText.CutLabel(ended.Label)}:
        {FleetDocument.Describe(ended)}</strong></p>
        """);

    private static string FindClass(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Succeeded => "succeeded",
        RolloutPhase.Failed or RolloutPhase.Aborted or RolloutPhase.GoingBack => "failed",
        _ => "pending",
    };

    private static Html DrawForms(string root, FleetSighting seen, Permission permission) => Html.Write($"""
        <h2>Steer it</h2>{Html.When(!permission.MayAct, () => Html.Write($"<p class=\"note\">{permission.WhyNot}</p>"))}
        {Html.When(permission.MayAct, () => Html.Write($"<div class=\"forms\">{Html.Join(ListForms(root, seen, permission))}</div>"))}
        """);

    private static IEnumerable<Html> ListForms(string root, FleetSighting seen, Permission permission)
    {
        if (seen.Wish.Rollout is { } rollout)
        {
            if (rollout.Phase == RolloutPhase.Running)
                yield return DrawForm(root, permission, "pause", "Pause", Html.None);
            if (rollout.Phase is RolloutPhase.Paused or RolloutPhase.Holding)
                yield return DrawForm(root, permission, "resume", "Resume", Html.None);
            if (rollout.Phase != RolloutPhase.GoingBack)
                yield return DrawForm(root, permission, "abort", "Abort: give it back", Html.None, isGrave: true);
            yield break;
        }

        if (seen.Patches.Count > 0)
            yield return DrawForm(root, permission, "rollout", "Roll out", DrawRolloutFields(seen));
        if (seen.Wish.Earlier.Count > 0)
        {
            var label = $"Go back to {seen.NameOf(seen.Wish.Earlier[^1])}";
            yield return DrawForm(root, permission, "rollback", label, Html.None, isGrave: true);
        }
    }

    private static Html DrawRolloutFields(FleetSighting seen) => Html.Write($"""
        <label>Release <select name="digest">{Html.Join(seen.Patches.Select(p =>
            Html.Write($"<option value=\"{p.Digest}\">{seen.NameOf(p.Digest)}</option>")))}</select></label>
        <label>Waves <input type="text" name="waves" value="1,10%,50%,100%"></label>
        <label>Probation <input type="text" name="probation" value="60s"></label>
        <label>Most errors <input type="text" name="max-error-rate" placeholder="1%"></label>
        <label>Fewest units <input type="number" name="min-units" min="1"></label>
        """);

    private static Html DrawForm(
        string root, Permission permission, string operation, string label, Html fields, bool isGrave = false) => Html.Write($"""
        <form method="post" action="{root}/fleet/do/{operation}"><input type="hidden" name="token" value="{permission.Token}">{fields}
        <button type="submit" class="{(isGrave ? "grave" : "")}">{label}</button></form>
        """);

    private static Html DrawInstances(FleetSighting seen)
    {
        var lines = seen.Instances.Select(i => InstanceLine.From(i, seen.Wish)).ToList();
        var live = lines.Where(static l => l.Verdict != "left").ToList();
        var counts = live.GroupBy(l => seen.NameOf(l.Runs)).Select(static g => $"{Words.Count(g.Count(), "runs", "run")} {g.Key}");
        var rows = lines.OrderBy(static l => Rank(l.Verdict)).ThenBy(static l => l.Name, StringComparer.Ordinal).Take(MostRows);
        return Html.Write($"""
            <h2>Instances</h2>
            <p>{Words.Count(live.Count, "instance")}{(live.Count > 0 ? ": " + string.Join(", ", counts) : "")}.</p>
            {Html.When(lines.Count > 0, () => Tables.Draw(
                lines.Count > MostRows ? $"The first {MostRows} of {lines.Count}, those that need a look first" : "Instances",
                ["Instance", "Zone", "Runs", "Chosen", "Verdict", "Reason"],
                rows.Select(l => DrawRow(seen, l))))}
            """);
    }

    private static int Rank(string verdict) => verdict switch
    {
        "failed" or "refused" => 0,
        "inconclusive" => 1,
        "taking" or "on-trial" => 2,
        "left" => 4,
        _ => 3,
    };

    private static Html[] DrawRow(FleetSighting seen, InstanceLine line) =>
    [
        Tables.Cell(line.Name), Tables.Cell(line.Zone), Tables.Cell(seen.NameOf(line.Runs)), Tables.Cell(line.IsChosen ? "yes" : ""),
        Tables.Cell(Words.State(line.Verdict)), Tables.Cell(line.Reason),
    ];

    private static Html DrawSteps(FleetSighting seen) => Html.Write($"""
        <h2>What was done</h2>
        {(seen.Wish.Steps.Count == 0
            ? Html.Write($"<p>Nothing yet.</p>")
            : Tables.Draw(
                "Steps, the newest first",
                ["Time", "By", "Roll-out", "Came to", "Wave", "Why"],
                seen.Wish.Steps.Reverse().Take(MostSteps).Select(DrawStep)))}
        """);

    private static Html[] DrawStep(FleetStep step) =>
    [
        Tables.Moment(step.Time), Tables.Cell(step.By), Tables.Cell(step.Rollout == 0 ? "" : $"{step.Rollout}"),
        Tables.Cell(Words.State(RolloutReport.Word(step.Phase))), Tables.Cell(step.Wave < 0 ? "" : $"{step.Wave + 1}"),
        Tables.Cell(step.Reason),
    ];
}
