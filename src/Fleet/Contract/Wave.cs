using System.Globalization;

namespace HotWeave.Fleet.Contract;

/// <summary>How many instances have a release once a step of its roll-out is done: a number, or a share of those that live.</summary>
/// <param name="Count">The number; 0 where it is a share.</param>
/// <param name="Share">The share, above 0 and at most 1; 0 where it is a number.</param>
internal sealed record Wave(int Count, double Share)
{
    /// <summary>Everybody.</summary>
    public static Wave All { get; } = new(0, 1);

    /// <summary>Reads <c>1</c> or <c>10%</c>.</summary>
    /// <returns>The wave; null where the text is none.</returns>
    public static Wave? Parse(string text)
    {
        if (text.EndsWith('%'))
        {
            return double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
                ? new Wave(0, percent / 100)
                : null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? new Wave(count, 0) : null;
    }

    /// <summary>
    /// Reads the waves of a roll-out: <c>1,10%,50%,100%</c>. They grow, and end with everybody: a release that some never get is none.
    /// </summary>
    /// <returns>The waves; null where the text is none.</returns>
    public static IReadOnlyList<Wave>? ParseAll(string text)
    {
        var parsed = text.Split(',').Select(static w => Parse(w.Trim())).ToList();
        if (parsed.Contains(null) || parsed[^1]!.Share < 1)
            return null;
        var waves = parsed.OfType<Wave>().ToList();
        var shares = waves.Where(static w => w.Count == 0).Select(static w => w.Share).ToList();
        var counts = waves.Where(static w => w.Count > 0).Select(static w => w.Count).ToList();
        return shares.SequenceEqual(shares.Order()) && counts.SequenceEqual(counts.Order()) ? waves : null;
    }

    /// <summary>How many of so many instances it means: at least one, at most all.</summary>
    public int CountOf(int instances) => Count > 0
        ? Math.Min(Count, instances)
        : Math.Clamp((int)Math.Ceiling(Share * instances), Math.Min(1, instances), instances);

    public override string ToString() => Count > 0
        ? Count.ToString(CultureInfo.InvariantCulture)
        : (Share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
