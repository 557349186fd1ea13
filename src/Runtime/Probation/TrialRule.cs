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
        var limit = FindLimit(older, options);
        var enough = newer.Ended >= options.MinUnits;
        var errors = string.Create(CultureInfo.InvariantCulture, $"{newer.Failed} of {newer.Ended} units failed, {limit:0.##%} may");
        // The bound of no failure is zero but for rounding, which is more than a limit of zero.
        if (enough && newer.ErrorRate > limit && LowerBound(newer) > limit)
            return (TrialVerdict.Failed, errors);
        if (!isOver)
            return (TrialVerdict.Pending, "");
        if (!enough)
            return (TrialVerdict.Inconclusive, string.Create(CultureInfo.InvariantCulture, $"only {newer.Ended} units ended, {options.MinUnits} are needed"));
        if (newer.ErrorRate > limit)
            return (TrialVerdict.Inconclusive, errors + ", which may be chance");
        return options.MaxLatencyRatio is { } ratio ? JudgeLatency(newer, older, ratio, options.MinUnits, errors) : (TrialVerdict.Succeeded, errors);
    }

    /// <summary>The share of the new version's units that may fail.</summary>
    internal static double FindLimit(UnitTally older, ProbationOptions options) => options.MaxErrorRate ?? Math.Min(1, older.ErrorRate + Tolerance);

    /// <summary>
    /// How sure it is that more fail than may: Wilson's bound the other way round, so that it passes 99 % where the bound passes the limit. Null without units.
    /// </summary>
    internal static double? MeasureDoubt(UnitTally newer, double limit)
    {
        if (newer.Ended == 0)
            return null;
        if (limit is <= 0 or >= 1)
            return newer.ErrorRate > limit ? 1 : 0;
        return NormalProbability((newer.ErrorRate - limit) / Math.Sqrt(limit * (1 - limit) / newer.Ended));
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

    // Abramowitz and Stegun, 26.2.17: to seven digits.
    private static double NormalProbability(double z)
    {
        var t = 1 / (1 + 0.2316419 * Math.Abs(z));
        var sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * sum;
        return z < 0 ? tail : 1 - tail;
    }
}
