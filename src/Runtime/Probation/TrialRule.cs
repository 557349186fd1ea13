using System.Globalization;
using HotWeave.Protocol;

namespace HotWeave.Probation;

/// <summary>Judges a version by how its units ended.</summary>
internal static class TrialRule
{
    private const double Tolerance = 0.01;

    // One-sided, 99 %.
    private const double Z = 2.326;

    /// <summary>The verdict, and why; pending while it may still change.</summary>
    internal static (TrialVerdict Verdict, string Reason) Judge(UnitTally newer, UnitTally older, bool isOver, ProbationOptions options)
    {
        var limit = options.MaxErrorRate ?? Math.Min(1, older.ErrorRate + Tolerance);
        var enough = newer.Ended >= options.MinUnits;
        var errors = string.Create(CultureInfo.InvariantCulture, $"{newer.Failed} of {newer.Ended} units failed, {limit:0.##%} may");
        if (enough && LowerBound(newer) > limit)
            return (TrialVerdict.Failed, errors);
        if (!isOver)
            return (TrialVerdict.Pending, "");
        if (!enough)
            return (TrialVerdict.Inconclusive, string.Create(CultureInfo.InvariantCulture, $"only {newer.Ended} units ended, {options.MinUnits} are needed"));
        if (newer.ErrorRate > limit)
            return (TrialVerdict.Inconclusive, errors + ", which may be chance");
        return options.MaxLatencyRatio is { } ratio ? JudgeLatency(newer, older, ratio, options.MinUnits, errors) : (TrialVerdict.Succeeded, errors);
    }

    private static (TrialVerdict Verdict, string Reason) JudgeLatency(UnitTally newer, UnitTally older, double ratio, int minUnits, string errors)
    {
        if (older.Ended < minUnits)
            return (TrialVerdict.Inconclusive, string.Create(CultureInfo.InvariantCulture, $"only {older.Ended} units of the other version to compare times with, {minUnits} are needed"));
        var times = string.Create(CultureInfo.InvariantCulture, $"units took {newer.Latency:0.#} ms, the other version's {older.Latency:0.#} ms");
        return newer.Latency > ratio * older.Latency
            ? (TrialVerdict.Failed, times)
            : (TrialVerdict.Succeeded, errors + "; " + times);
    }

    // Wilson's: the rate is above it with that probability, however few units there were.
    private static double LowerBound(UnitTally tally)
    {
        double n = tally.Ended;
        var p = tally.ErrorRate;
        const double z2 = Z * Z;
        return (p + z2 / (2 * n) - Z * Math.Sqrt((p * (1 - p) + z2 / (4 * n)) / n)) / (1 + z2 / n);
    }
}
