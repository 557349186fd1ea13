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
        yield return new Panel("counts", DrawCounts(status));
        yield return new Panel("held", DrawHolders(status));
        yield return new Panel("units", DrawUnits(status));
        yield return new Panel("loops", Html.When(
            status.Loops.Count > 0, () => Tables.Draw("Waiting loops that run", ["Method", "Version", "Runs"], status.Loops.Select(DrawLoop))));
        yield return new Panel("kept", Html.When(
            status.KeptObjects.Count > 0,
            () => Tables.Draw("Objects that keep the code they were made with", ["Class", "Alive"], status.KeptObjects.Select(DrawKept))));
    }

    private static Html DrawCounts(ProcessStatus status)
    {
        var shown = status.Versions.Where(v => v.Units > 0 || v.Number == status.Current).Reverse();
        return Tables.Draw("Units of work by version", ["Version", "State", "Units"], shown.Select(DrawCount));
    }

    private static Html DrawHolders(ProcessStatus status)
    {
        var isNone = status.NotKnown.Count == 0 && status.Versions.All(static v => v.HeldBy.Count == 0);
        return Html.Write($"""
            <h2>What holds old versions</h2>{Tables.List("Known", [.. VersionsPage.ListHolders(status)])}{Tables.List("Not known", [.. status.NotKnown])}
            {Html.When(isNone, static () => Html.Write($"""<p class="note">There is no old version.</p>"""))}
            """);
    }

    private static Html DrawDrain(PageView view)
    {
        var samples = view.Seen.Samples;
        var known = samples.SelectMany(static s => s.Units.Keys).Append(view.Status.Current).Distinct();
        var versions = known.OrderDescending().Take(TimeChart.MostSeries).Order();
        return new TimeChart("Units of work by version, while somebody looks", [.. versions.Select(MakeArea)])
        {
            IsStacked = true,
            Label = static v => v == Math.Floor(v) ? v.ToString("N0", CultureInfo.InvariantCulture) : "",
        }.Draw();

        Series MakeArea(int version) => new(
            "version " + version.ToString(CultureInfo.InvariantCulture), [.. samples.Select(s => new Point(s.Time, s.Units.GetValueOrDefault(version)))]);
    }

    private static Html DrawUnits(ProcessStatus status)
    {
        if (status.RunningUnits == 0)
            return Html.None;
        var younger = status.RunningUnits - status.Units.Count;
        return Html.Write($"""
            {Tables.Draw("Units of work that run, the oldest first", ["Unit", "Age", "Version"], status.Units.Select(DrawUnit))}
            {Html.When(younger > 0, () => Html.Write($"""<p class="note">and {Words.Count(younger, "younger one", "younger ones")}</p>"""))}
            """);
    }

    private static Html[] DrawUnit(UnitLine unit) =>
    [
        Tables.Cell(unit.Name),
        Tables.Cell(Words.Duration(TimeSpan.FromMilliseconds(unit.Age))),
        Tables.Cell(unit.Version.ToString(CultureInfo.InvariantCulture) + (unit.Moved ? ", moved" : "") + (unit.Cancelled ? ", cancelled" : "")),
    ];

    private static Html[] DrawCount(VersionReport version) =>
        [Html.Write($"{version.Number}"), Html.Write($"{Words.State(version.State)}"), Html.Write($"{Words.Count(version.Units, "unit")}")];

    private static Html[] DrawKept(KeptObjectsLine kept) => [Tables.Cell(kept.Type), Html.Write($"{kept.Count}")];

    private static Html[] DrawLoop(LoopLine loop) => [Tables.Cell(loop.Method), Html.Write($"{loop.Version}"), Html.Write($"{loop.Running}")];
}
