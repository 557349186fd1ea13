using System.Globalization;
using HotWeave.Dashboard.Markup;

namespace HotWeave.Dashboard.Charts;

/// <summary>
/// Lines or stacked areas over time, as SVG that needs no script and no style of its own: classes carry colours and dashes, so light and dark and the
/// content security policy are the style sheet's matter. What it shows stands beside it as a table, so a reader of screens is told its title only.
/// </summary>
/// <param name="Title">What it shows.</param>
/// <param name="Series">What is drawn, at most <see cref="MostSeries"/> with a colour of their own.</param>
internal sealed record TimeChart(string Title, IReadOnlyList<Series> Series)
{
    /// <summary>How many series have a colour and a dash of their own.</summary>
    public const int MostSeries = 6;

    private const int Width = 640;
    private const int Height = 220;
    private const int Left = 52;
    private const int Right = 628;
    private const int Top = 10;
    private const int Bottom = 190;

    /// <summary>Whether the series stand on each other.</summary>
    public bool IsStacked { get; init; }

    /// <summary>Whether values stay until the next, as the number of the current version does.</summary>
    public bool IsStepped { get; init; }

    /// <summary>What a value is called at the axis.</summary>
    public Func<double, string> Label { get; init; } = Scale.FormatNumber;

    /// <summary>The least that the axis reaches to.</summary>
    public double AtLeast { get; init; } = 1;

    /// <summary>The chart; nothing where there are not two moments.</summary>
    public Html Draw()
    {
        var times = Series.SelectMany(static s => s.Points).Select(static p => p.Time).Distinct().Order().ToList();
        if (times.Count < 2)
            return Html.Write($"""<p class="note">{Title}: the line begins to show when two moments have been seen.</p>""");
        var origin = times[0];
        var x = new Scale(0, (times[^1] - origin).TotalSeconds, Left, Right);
        var y = new Scale(0, Math.Max(AtLeast, FindHighest(times)), Bottom, Top);
        var stack = new double[times.Count];
        var drawn = Series.Select((s, i) => IsStacked ? DrawArea(s, i, times, stack, origin, x, y) : DrawLine(s, i, origin, x, y)).ToList();
        return Html.Write($"""
            <figure class="chart"><svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Title}" preserveAspectRatio="xMidYMid meet">
            {DrawGrid(y)}{DrawTimes(times, origin, x)}{Html.Join(drawn)}</svg>
            <figcaption>{Title}{Html.Join(Series.Select(DrawKey))}</figcaption></figure>
            """);
    }

    private double FindHighest(List<DateTimeOffset> times) => IsStacked
        ? times.Max(t => Series.Sum(s => s.FindValue(t)))
        : Series.SelectMany(static s => s.Points).Max(static p => p.Value);

    private Html DrawGrid(Scale y) => Html.Join(y.ListTicks(4).Select(v => Html.Write($"""
        <line class="grid" x1="{Left}" x2="{Right}" y1="{y.Place(v)}" y2="{y.Place(v)}"/>
        <text class="tick" x="{Left - 6}" y="{y.Place(v)}" text-anchor="end" dy="4">{Label(v)}</text>
        """)));

    private static Html DrawTimes(List<DateTimeOffset> times, DateTimeOffset origin, Scale x)
    {
        var format = times[^1] - origin > TimeSpan.FromHours(20) ? "MM-dd HH:mm" : "HH:mm:ss";
        return Html.Join([DrawTime(0, "start"), DrawTime(0.5, "middle"), DrawTime(1, "end")]);

        Html DrawTime(double share, string anchor)
        {
            var time = origin + (times[^1] - origin) * share;
            var text = time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
            return Html.Write($"""<text class="tick" x="{x.Place((time - origin).TotalSeconds)}" y="{Bottom + 18}" text-anchor="{anchor}">{text}</text>""");
        }
    }

    private Html DrawLine(Series series, int index, DateTimeOffset origin, Scale x, Scale y)
    {
        var path = new System.Text.StringBuilder();
        Point? before = null;
        foreach (var point in series.Points)
        {
            var place = x.Place((point.Time - origin).TotalSeconds);
            if (IsStepped && before is { } earlier)
                path.Append(" L").Append(place).Append(' ').Append(y.Place(earlier.Value));
            path.Append(before is null ? "M" : " L").Append(place).Append(' ').Append(y.Place(point.Value));
            before = point;
        }

        var colour = index % MostSeries;
        var marks = series.Points.Where(static p => p.Note is not null).Select(p => Html.Write($"""
            <circle class="mark s{colour}" cx="{x.Place((p.Time - origin).TotalSeconds)}" cy="{y.Place(p.Value)}" r="3.5"><title>{p.Note}</title></circle>
            """));
        return Html.Write($"""<path class="line s{colour}" d="{path.ToString()}"/>{Html.Join(marks)}""");
    }

    private static Html DrawArea(Series series, int index, List<DateTimeOffset> times, double[] stack, DateTimeOffset origin, Scale x, Scale y)
    {
        var below = new List<string>();
        var above = new List<string>();
        for (var i = 0; i < times.Count; i++)
        {
            var place = x.Place((times[i] - origin).TotalSeconds);
            below.Add(place + "," + y.Place(stack[i]));
            stack[i] += series.FindValue(times[i]);
            above.Add(place + "," + y.Place(stack[i]));
        }

        below.Reverse();
        return Html.Write($"""<polygon class="area s{index % MostSeries}" points="{string.Join(' ', above)} {string.Join(' ', below)}"/>""");
    }

    private static Html DrawKey(Series series, int index) => Html.Write($""" <span class="key k{index % MostSeries}">{series.Name}</span>""");
}

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Its values, by time.</param>
internal sealed record Series(string Name, IReadOnlyList<Point> Points)
{
    private Dictionary<DateTimeOffset, double>? _byTime;

    /// <summary>The value at a moment; 0 where there is none.</summary>
    public double FindValue(DateTimeOffset time)
    {
        // A clock that is set back may show one moment twice.
        _byTime ??= Points.GroupBy(static p => p.Time).ToDictionary(static g => g.Key, static g => g.Last().Value);
        return _byTime.GetValueOrDefault(time);
    }
}

/// <summary>One value.</summary>
/// <param name="Time">When.</param>
/// <param name="Value">The value.</param>
/// <param name="Note">What is said of it; null for nothing.</param>
internal sealed record Point(DateTimeOffset Time, double Value, string? Note = null);
