namespace HotWeave;

/// <summary>What applying a patch would do, as <see cref="HotSwap.CheckAsync"/> found it. Immutable.</summary>
/// <param name="From">The version that is current.</param>
/// <param name="To">The number that the patch's version would have.</param>
/// <param name="Types">Reflection names of the swappable types whose code would change, in ordinal order.</param>
/// <param name="Mode">Who would move when.</param>
/// <param name="ModeReason">Why it would be this mode, where nobody asked for one; null where somebody did.</param>
/// <param name="Patch">The patch, discarded: it cannot be committed.</param>
public sealed record SwapCheck(
    VersionNumber From, VersionNumber To, IReadOnlyList<string> Types, SwapMode Mode, string? ModeReason, PreparedPatch Patch)
{
    /// <summary>What applying it would warn of, as far as that is known, one line each, code first.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
