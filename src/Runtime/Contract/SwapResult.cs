namespace HotWeave;

/// <summary>What a swap did. Made only when the turn happened. Immutable.</summary>
/// <param name="From">The version that was current before.</param>
/// <param name="To">The version that is current now.</param>
/// <param name="PatchId">The digest of the patch that was applied; null for a turn to an earlier version.</param>
/// <param name="Types">Reflection names of the swappable types whose code changed with this turn, in ordinal order.</param>
/// <param name="Warnings">What went wrong after the turn without undoing it, one line each, code first. Usually empty.</param>
/// <param name="Mode">Who moved when.</param>
/// <param name="ModeReason">Why it was this mode, where nobody asked for one; null where somebody did.</param>
public sealed record SwapResult(
    VersionNumber From, VersionNumber To, string? PatchId, IReadOnlyList<string> Types, IReadOnlyList<string> Warnings, SwapMode Mode, string? ModeReason);
