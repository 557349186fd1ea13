namespace HotWeave.Control.Protocol;

/// <summary>How a new version is tried, as an operator asks for it.</summary>
/// <param name="Share">The share of new units that get it until the verdict, from 0.0001 to 1.</param>
/// <param name="Window">How long it is watched, in milliseconds.</param>
/// <param name="MaxErrorRate">The share of its units that may fail; negative for one in a hundred more than of the old version's.</param>
/// <param name="MaxLatencyRatio">How many times as long as the old version's its units may take; negative when time is not judged.</param>
/// <param name="MinUnits">With fewer units there is no verdict; negative for the default.</param>
/// <param name="Confirm">Whether a version that succeeds is confirmed.</param>
internal sealed record TrialTerms(double Share, int Window, double MaxErrorRate, double MaxLatencyRatio, int MinUnits, bool Confirm);

/// <summary>Tool to agent: let everybody have the version on trial.</summary>
internal sealed record PromoteRequest : ControlMessage;

/// <summary>A version on trial, or the last one that was.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Against">The number of the version that it is compared with.</param>
/// <param name="Share">The share of new units that get it until the verdict.</param>
/// <param name="Window">How long it is watched, in milliseconds.</param>
/// <param name="Elapsed">How long it has been, in milliseconds.</param>
/// <param name="Verdict"><c>pending</c>, <c>succeeded</c>, <c>failed</c>, <c>inconclusive</c> or <c>overruled</c>.</param>
/// <param name="Reason">Why; empty while it is not known.</param>
/// <param name="New">How the version's units ended.</param>
/// <param name="Old">How the other version's units ended.</param>
internal sealed record TrialReport(
    int Version, int Against, double Share, long Window, long Elapsed, string Verdict, string Reason, OutcomesReport New, OutcomesReport Old);

/// <summary>How units ended.</summary>
/// <param name="Ended">How many ended.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="MeanLatency">How long they took on average, in milliseconds.</param>
internal sealed record OutcomesReport(long Ended, long Failed, double MeanLatency);
