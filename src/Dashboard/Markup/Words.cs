using System.Globalization;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Markup;

/// <summary>Numbers and times as people read them; the same as the tool's on a terminal.</summary>
internal static class Words
{
    /// <summary>One thing, or several: <c>1 type</c>, <c>2 types</c>.</summary>
    public static string Count(long count, string one, string? several = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : several ?? one + "s");

    /// <summary>A share of all: <c>1.25 %</c>.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>A time that has passed: <c>350 ms</c>, <c>12 s</c>, <c>5 min 3 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.Days} d {time.Hours} h"),
    };

    /// <summary>A moment: <c>2026-01-02 03:04:05</c>, in universal time.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A patch and who signed it.</summary>
    public static string Patch(string digest, IReadOnlyList<string> signedBy) =>
        ShortText.CutDigest(digest) + (signedBy.Count > 0 ? ", signed by " + string.Join(", ", signedBy) : "");

    /// <summary>A moment as a report has it; null where there is none.</summary>
    public static DateTimeOffset? ParseMoment(string? moment)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, Styles, out var time) ? time : null;
    }

    /// <summary>A state as words: <c>rolled-back</c> is <c>rolled back</c>.</summary>
    public static string State(string state) => state.Replace('-', ' ');
}
