namespace HotWeave.Fleet.Contract;

/// <summary>
/// A record of one step that somebody has taken: it lies beside what it changed, and is written with it, so that neither is without the
/// other. Immutable.
/// </summary>
internal sealed record FleetStep
{
    /// <summary>When, by the clock of who took it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who took it: an operator, or whoever runs a controller.</summary>
    public required string By { get; init; }

    /// <summary>The roll-out's number; 0 where all instances go back to the release before.</summary>
    public required int Rollout { get; init; }

    /// <summary>The digest of the patch that it was about; null for the deployed build.</summary>
    public required string? Digest { get; init; }

    /// <summary>What the roll-out came to; where there is none, that the release was given back.</summary>
    public required RolloutPhase Phase { get; init; }

    /// <summary>The wave, from 0; -1 before the first.</summary>
    public int Wave { get; init; } = -1;

    /// <summary>Why; empty where nothing is to be said.</summary>
    public string Reason { get; init; } = "";
}
