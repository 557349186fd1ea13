using System.Globalization;
using HotWeave.Dashboard.Charts;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Pages;

/// <summary>Which units of work run which version, how the old ones drain, and what holds them.</summary>
internal static class UnitsPage
{
    public static IEnumerable<Panel> Draw(PageView view)
    {
        var status = view.Status;
        yield return new Panel("now", Html.Write($"""
            <p class="now">{Words.Count(status.RunningUnits, "unit of work runs", "units of work run")}.</p>{VersionsPage.DrawOperation(view)}
            """));
        yield return new Panel("drain", DrawDrain(view));
        yield return new Panel("counts", Tables.Draw("Units of work by version", ["Version", "State", "Units"], status.Versions.Where(v => v.Units > 0 || v.Number == status.Current).Reverse().Select(DrawCount)));
        yield return new Panel("held", Html.Write($"""
            <h2>What holds old versions</h2>{Tables.List("Known", [.. VersionsPage.HoldersOf(status)])}{Tables.List("Not known", [.. status.NotKnown])}
            {Html.When(status.NotKnown.Count == 0 && status.Versions.All(static v => v.HeldBy.Count == 0), static () => Html.Write($"""<p class="note">There is no old version.</p>"""))}
            """));
        yield return new Panel("units", DrawUnits(status));
        yield return new Panel("loops", Html.When(status.Loops.Count > 0, () => Tables.Draw("Waiting loops that run", ["Method", "Version", "Runs"], status.Loops.Select(DrawLoop))));
    }

    private static Html DrawDrain(PageView view)
    {
        var samples = view.Seen.Samples;
        var versions = samples.SelectMany(static s => s.Units.Keys).Append(view.Status.Current).Distinct().OrderDescending().Take(TimeChart.MostSeries).Order().ToList();
        return new TimeChart("Units of work by version, while somebody looks", [.. versions.Select(v =>
            new Series("version " + v.ToString(CultureInfo.InvariantCulture), [.. samples.Select(s => new Point(s.Time, s.Units.GetValueOrDefault(v)))]))])
        {
            IsStacked = true,
            Label = static v => v == Math.Floor(v) ? v.ToString("N0", CultureInfo.InvariantCulture) : "",
        }.Draw();
    }

    private static Html DrawUnits(ProcessStatus status) => Html.When(status.RunningUnits > 0, () => Html.Write($"""
        {Tables.Draw("Units of work that run, the oldest first", ["Unit", "Age", "Version"], status.Units.Select(DrawUnit))}
        {Html.When(status.RunningUnits > status.Units.Count, () => Html.Write($"""<p class="note">and {Words.Count(status.RunningUnits - status.Units.Count, "younger one", "younger ones")}</p>"""))}
        """));

    private static Html[] DrawUnit(UnitLine unit) =>
    [
        Tables.Cell(unit.Name),
        Tables.Cell(Words.Duration(TimeSpan.FromMilliseconds(unit.Age))),
        Tables.Cell(unit.Version.ToString(CultureInfo.InvariantCulture) + (unit.Moved ? ", moved" : "") + (unit.Cancelled ? ", cancelled" : "")),
    ];

    private static Html[] DrawCount(VersionReport version) =>
        [Html.Write($"{version.Number}"), Html.Write($"{Words.State(version.State)}"), Html.Write($"{Words.Count(version.Units, "unit")}")];

    private static Html[] DrawLoop(LoopLine loop) => [Tables.Cell(loop.Method), Html.Write($"{loop.Version}"), Html.Write($"{loop.Running}")];
}
