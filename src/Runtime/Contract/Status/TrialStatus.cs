namespace HotWeave;

/// <summary>A version on trial, or the last one that was. Immutable.</summary>
/// <param name="Version">The version.</param>
/// <param name="Against">The version that it is compared with.</param>
/// <param name="Share">The share of new units that get it until the verdict.</param>
/// <param name="Window">How long it is watched.</param>
/// <param name="Elapsed">How long it has been, at most <paramref name="Window"/>.</param>
/// <param name="Verdict">What was found.</param>
/// <param name="Reason">Why, in words; empty while it is not known.</param>
/// <param name="New">How the new version's units ended.</param>
/// <param name="Old">How the other version's units ended: during the trial, or, where everybody got the new one, before it too.</param>
public sealed record TrialStatus(
    VersionNumber Version,
    VersionNumber Against,
    double Share,
    TimeSpan Window,
    TimeSpan Elapsed,
    TrialVerdict Verdict,
    string Reason,
    UnitOutcomes New,
    UnitOutcomes Old);

/// <summary>How units of work ended. Immutable.</summary>
/// <param name="Ended">How many ended.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="MeanLatency">How long they took on average.</param>
public sealed record UnitOutcomes(long Ended, long Failed, TimeSpan MeanLatency);
