namespace HotWeave.Control.Protocol;

/// <summary>Tool to agent: rid the process of old code.</summary>
/// <param name="IsSoft">Whether nothing is asked to end.</param>
/// <param name="Timeout">How long units may take to end, in milliseconds; 0 for the process's default.</param>
/// <param name="Version">The version that is meant; null for all that are not current.</param>
internal sealed record PurgeRequest(bool IsSoft, int Timeout, int? Version) : ControlMessage;
