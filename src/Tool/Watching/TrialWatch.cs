using System.Globalization;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Watching;

/// <summary>Asks a process for the trial of a version, again and again, until its verdict or until the operator wants no more.</summary>
/// <param name="version">The version on trial.</param>
/// <param name="ask">Asks for the trial that there is, or was last.</param>
/// <param name="pause">Waits, and says whether the operator wants no more.</param>
internal sealed class TrialWatch(int version, Func<TrialReport?> ask, Func<TimeSpan, bool> pause)
{
    private const string Pending = "pending";
    private static readonly TimeSpan s_longestPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortestPeriod = TimeSpan.FromMilliseconds(10);

    private volatile TrialReport? _latest;

    /// <summary>Runs to the end.</summary>
    /// <returns>The trial: with its verdict, pending if the operator wanted no more, or null if another version's took its place.</returns>
    public TrialReport? Run()
    {
        while (true)
        {
            _latest = ask() is { } trial && trial.Version == version ? trial : null;
            if (_latest is not { Verdict: Pending } pending || pause(Period(pending)))
                return _latest;
        }
    }

    /// <summary>How far it is; null before the first answer. Thread-safe.</summary>
    public string? Describe() => _latest is { } trial ? string.Create(
        CultureInfo.InvariantCulture,
        $"{trial.Elapsed / 1000.0:0} of {trial.Window / 1000.0:0} s, {trial.New.Ended} units ended, {trial.New.Failed} failed") : null;

    // A verdict for the worse comes at any time, one for the better at the window's end.
    private static TimeSpan Period(TrialReport trial)
    {
        var left = TimeSpan.FromMilliseconds(trial.Window - trial.Elapsed);
        return left < s_shortestPeriod ? s_shortestPeriod : left < s_longestPeriod ? left : s_longestPeriod;
    }
}
