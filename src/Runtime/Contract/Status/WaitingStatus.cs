namespace HotWeave;

/// <summary>A quiescent swap that waits for units to end, as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
public sealed record WaitingStatus
{
    /// <summary>For how long it has waited.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How long it waits before it is undone.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Units that have not ended.</summary>
    public required int Running { get; init; }

    /// <summary>New units that wait for it.</summary>
    public required int Waiting { get; init; }
}
