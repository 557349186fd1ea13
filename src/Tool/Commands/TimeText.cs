using System.Globalization;

namespace HotWeave.Tool.Commands;

/// <summary>A time as people write it: <c>90s</c>, <c>5m</c>, <c>1h</c>.</summary>
internal static class TimeText
{
    /// <summary>Reads one.</summary>
    /// <returns>Milliseconds, from 10 to a day's; null where the text is none.</returns>
    public static int? Parse(string text)
    {
        var factor = text.Length == 0 ? 0 : text[^1] switch { 's' => 1000, 'm' => 60_000, 'h' => 3_600_000, _ => 0 };
        return factor > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * factor is >= 10 and <= 86_400_000 and var milliseconds
            ? (int)milliseconds
            : null;
    }
}
