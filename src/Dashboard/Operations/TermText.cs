using System.Globalization;

namespace HotWeave.Dashboard.Operations;

/// <summary>Times and shares as people write them, in options and in forms.</summary>
internal static class TermText
{
    private const int LongestTime = 86_400_000;

    /// <summary>Reads a time: <c>90s</c>, <c>5m</c>, <c>1h</c>.</summary>
    /// <returns>Milliseconds, from 10 to a day's; null where the text is none.</returns>
    public static int? ParseTime(string text)
    {
        var factor = text.Length == 0 ? 0 : text[^1] switch { 's' => 1000, 'm' => 60_000, 'h' => 3_600_000, _ => 0 };
        return factor > 0 && TryParse(text[..^1], out var number) && number * factor is >= 10 and <= LongestTime and var milliseconds
            ? (int)milliseconds
            : null;
    }

    /// <summary>Reads a share: <c>5%</c>, <c>0.05</c>.</summary>
    /// <returns>A number from 0 to 1; null where the text is none.</returns>
    public static double? ParseShare(string text)
    {
        var isPercent = text.EndsWith('%');
        if (!TryParse(isPercent ? text[..^1] : text, out var number))
            return null;
        var share = isPercent ? number / 100 : number;
        return share is >= 0 and <= 1 ? share : null;
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
