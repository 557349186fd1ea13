using System.Globalization;

namespace HotWeave.Dashboard.Markup;

/// <summary>Numbers, times and labels as people read them; the same as the tool's on a terminal.</summary>
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

    /// <summary>The first digits of a digest: enough for a person.</summary>
    public static string Digest(string digest) => digest.Length > 12 ? digest[..12] : digest;

    /// <summary>A build's label as a person tells it from others: of the hash of a commit, which the SDK appends, the first digits.</summary>
    public static string Label(string label)
    {
        const int Digits = 7;
        var hash = label.LastIndexOf('+') + 1;
        return hash > 0 && label.Length - hash > Digits && label[hash..].All(char.IsAsciiHexDigit) ? label[..(hash + Digits)] : label;
    }

    /// <summary>A moment as a report has it; null where there is none.</summary>
    public static DateTimeOffset? Read(string? moment) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A state as words: <c>rolled-back</c> is <c>rolled back</c>.</summary>
    public static string State(string state) => state.Replace('-', ' ');
}
