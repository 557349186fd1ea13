using HotWeave.Hooks;
using HotWeave.Protocol;
using HotWeave.Versions;

namespace HotWeave.Probation;

/// <summary>One version on trial. Changed under the swap lock only; read by anybody.</summary>
/// <remarks>Keeps counts, not epochs, and its hooks only while it needs them: a trial that is over holds no code.</remarks>
/// <param name="version">The version.</param>
/// <param name="against">What it is compared with.</param>
/// <param name="newer">The version's units.</param>
/// <param name="older">The other version's units.</param>
/// <param name="canary">The hooks of a swap that is only done for a share of the units; null when everybody has the version.</param>
/// <param name="options">How it is tried.</param>
internal sealed class Trial(SwapVersion version, SwapVersion against, UnitRegister newer, UnitRegister older, SwapHooks? canary, ProbationOptions options)
{
    private readonly long _began = options.Clock.GetTimestamp();

    // Of the old version only what ends meanwhile, where both run side by side.
    private readonly UnitTally _before = canary is null ? default : older.Tally;

    private volatile Finding _finding = new(TrialVerdict.Pending, "", null);

    internal SwapVersion Version => version;

    internal SwapVersion Against => against;

    internal ProbationOptions Options => options;

    /// <summary>The hooks of the swap while only a share of the units has the version; null when everybody has it, or nobody any more.</summary>
    internal SwapHooks? Canary { get; private set; } = canary;

    internal bool IsPending => _finding.Verdict == TrialVerdict.Pending;

    internal (TrialVerdict Verdict, string Reason) Judge() =>
        TrialRule.Judge(newer.Tally, older.Tally - _before, Elapsed >= options.Window, options);

    internal void End(TrialVerdict verdict, string reason)
    {
        _finding = new Finding(verdict, reason, _finding.Ended ?? Elapsed);
        if (verdict != TrialVerdict.Inconclusive)
            Canary = null;
    }

    internal TrialStatus Status()
    {
        var finding = _finding;
        var (ended, before) = (newer.Tally, older.Tally - _before);
        var limit = TrialRule.FindLimit(before, options);
        var elapsed = finding.Ended ?? Elapsed;
        return new TrialStatus
        {
            Version = version.Number,
            Against = against.Number,
            Share = options.Share,
            Window = options.Window,
            Elapsed = elapsed < options.Window ? elapsed : options.Window,
            Verdict = finding.Verdict,
            Reason = finding.Reason,
            New = Outcomes(ended),
            Old = Outcomes(before),
            MaxErrorRate = limit,
            MaxLatencyRatio = options.MaxLatencyRatio,
            MinUnits = options.MinUnits,
            Doubt = TrialRule.MeasureDoubt(ended, limit),
        };
    }

    private TimeSpan Elapsed => options.Clock.GetElapsedTime(_began);

    private static UnitOutcomes Outcomes(UnitTally tally) => 
        new() { Ended = tally.Ended, Failed = tally.Failed, MeanLatency = TimeSpan.FromMilliseconds(tally.Latency) };

    private sealed record Finding(TrialVerdict Verdict, string Reason, TimeSpan? Ended);
}
