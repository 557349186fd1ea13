using System.Globalization;

namespace HotWeave.Hosting.Tests.Losses;

/// <summary>How large the runs are in which nothing may be lost.</summary>
internal static class LossSize
{
    // Set to 1: full sizes, as docs/guarantees.md gives them. Otherwise the same runs in seconds.
    private const string FullSize = "HOTWEAVE_FULL_SIZE";

    // On demand: the web load goes on for so many minutes.
    private const string SoakMinutes = "HOTWEAVE_SOAK_MINUTES";

    internal static TimeSpan Soak { get; } =
        TimeSpan.FromMinutes(Environment.GetEnvironmentVariable(SoakMinutes) is { Length: > 0 } minutes ? double.Parse(minutes, CultureInfo.InvariantCulture) : 0);

    /// <summary>Full sizes take every patch as reclaimable, which is loaded anew each time.</summary>
    internal static bool IsFull { get; } = Environment.GetEnvironmentVariable(FullSize) switch
    {
        null or "" or "0" => false,
        "1" => true,
        var other => throw new InvalidOperationException($"{FullSize} is 1 or 0, not {other}."),
    };

    /// <summary>The one or the other.</summary>
    internal static int Of(int usual, int full) => IsFull ? full : usual;
}
