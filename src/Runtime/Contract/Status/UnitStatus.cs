namespace HotWeave;

/// <summary>A unit of work that runs, as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
/// <param name="Name">The name that it was given.</param>
/// <param name="Age">How long ago it began.</param>
/// <param name="Version">The version under which it began.</param>
/// <param name="Moved">True when a swap in the mode <see cref="SwapMode.Immediate"/> has moved it since: it sees the current version.</param>
/// <param name="Cancelled">Whether its token is signalled.</param>
public sealed record UnitStatus(string Name, TimeSpan Age, VersionNumber Version, bool Moved, bool Cancelled);
