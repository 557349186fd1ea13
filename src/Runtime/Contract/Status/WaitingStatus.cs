namespace HotWeave;

/// <summary>A quiescent swap that waits for units to end, as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
/// <param name="Elapsed">For how long it has waited.</param>
/// <param name="Timeout">How long it waits before it is undone.</param>
/// <param name="Running">Units that have not ended.</param>
/// <param name="Waiting">New units that wait for it.</param>
public sealed record WaitingStatus(TimeSpan Elapsed, TimeSpan Timeout, int Running, int Waiting);
