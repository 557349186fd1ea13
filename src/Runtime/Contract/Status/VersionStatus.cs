namespace HotWeave;

/// <summary>One version as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
/// <param name="Number">Its number; 0 is the baseline.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="PatchId">The digest of the patch that made it; null for the baseline.</param>
/// <param name="FromLabel">The baseline's label as the patch says it; empty for version 0.</param>
/// <param name="ToLabel">The new build's label as the patch says it; empty for version 0.</param>
/// <param name="Types">Reflection names of the swappable types that are not on their baseline in this version, in ordinal order.</param>
/// <param name="Reclaimable">Whether its code can be unloaded.</param>
/// <param name="Bytes">What the patch that made it has in the process, in bytes: its file, its assemblies and their symbols. What the runtime makes of them comes on top. 0 for version 0 and once it is unloaded.</param>
/// <param name="Confirmed">Whether a restart goes to it, where a folder of confirmed patches is set. The current version is on probation while it is not confirmed.</param>
/// <param name="HeldBy">What is known to keep a version that is not current, one phrase each: units of work by name and age, and why HotWeave itself keeps it. Empty for the current version and for unloaded ones.</param>
public sealed record VersionStatus(
    VersionNumber Number,
    VersionState State,
    string? PatchId,
    string FromLabel,
    string ToLabel,
    IReadOnlyList<string> Types,
    bool Reclaimable,
    long Bytes,
    bool Confirmed,
    IReadOnlyList<string> HeldBy)
{
    /// <summary>
    /// The trusted keys that signed the patch that made it, by name and the beginning of their ids. Empty for version 0, where the process
    /// does not look at signatures, and for unloaded ones.
    /// </summary>
    public IReadOnlyList<string> SignedBy { get; init; } = [];
}
