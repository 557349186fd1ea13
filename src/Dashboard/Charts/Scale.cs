using System.Globalization;

namespace HotWeave.Dashboard.Charts;

/// <summary>Where values stand on a chart, in one direction.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value; larger than the smallest.</param>
/// <param name="Begin">Where the smallest stands.</param>
/// <param name="End">Where the largest stands.</param>
internal readonly record struct Scale(double Low, double High, double Begin, double End)
{
    /// <summary>Where a value stands, as SVG wants it.</summary>
    public string Place(double value) => FormatNumber(Begin + (Math.Clamp(value, Low, High) - Low) / (High - Low) * (End - Begin));

    /// <summary>A number as SVG wants it.</summary>
    public static string FormatNumber(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Round values between the smallest and the largest, about so many.</summary>
    public IEnumerable<double> ListTicks(int about)
    {
        var rough = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        // Counted, not summed, so that no tick is lost to rounding.
        for (var i = (long)Math.Ceiling(Low / step); i * step <= High + step / 1000; i++)
            yield return i * step;
    }
}
