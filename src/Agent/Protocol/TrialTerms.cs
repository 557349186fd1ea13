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
