namespace HotWeave.Control.Protocol;

/// <summary>Tool to agent: rid the process of old code.</summary>
/// <param name="IsSoft">Whether nothing is asked to end.</param>
/// <param name="Timeout">How long units may take to end, in milliseconds; 0 for the process's default.</param>
/// <param name="Version">The version that is meant; null for all that are not current.</param>
internal sealed record PurgeRequest(bool IsSoft, int Timeout, int? Version) : ControlMessage;

/// <summary>Agent to tool: what became of old versions.</summary>
/// <param name="Versions">One each.</param>
/// <param name="Warnings">What went wrong beside it, one line each, with its code first.</param>
internal sealed record PurgeReply(IReadOnlyList<PurgedReport> Versions, IReadOnlyList<string> Warnings) : ControlMessage;

/// <summary>What became of one version.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Outcome"><c>unloaded</c>, <c>still-referenced</c>, <c>held</c> or <c>permanent</c>.</param>
/// <param name="Units">The units that still run it, the oldest first; many are cut short.</param>
/// <param name="RunningUnits">How many there are.</param>
internal sealed record PurgedReport(int Number, string Outcome, IReadOnlyList<UnitLine> Units, int RunningUnits);
