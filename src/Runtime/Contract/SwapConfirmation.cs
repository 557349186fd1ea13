namespace HotWeave;

/// <summary>What was confirmed. Immutable.</summary>
/// <param name="Version">The version that a restart goes to.</param>
/// <param name="Patches">The digests of its patches, in the order in which they are applied; empty for the baseline.</param>
/// <param name="Folder">The folder that has them; null when none is set.</param>
/// <param name="Warnings">What is wrong all the same, one line each, code first. Usually empty.</param>
public sealed record SwapConfirmation(
    VersionNumber Version, IReadOnlyList<string> Patches, string? Folder, IReadOnlyList<string> Warnings);
