namespace HotWeave;

/// <summary>What is loaded and current in this process at one moment. Immutable.</summary>
/// <param name="Current">The version that new calls run.</param>
/// <param name="Versions">All versions, by number; the first is the baseline.</param>
/// <param name="Assemblies">The woven assemblies that are loaded, in ordinal order of their names.</param>
/// <param name="Prepared">The digests of the patches that are prepared and neither committed nor discarded, in the order of preparing.</param>
/// <param name="Operation">The swap operation that is under way, in words; null when there is none.</param>
public sealed record SwapStatus(
    VersionNumber Current,
    IReadOnlyList<VersionStatus> Versions,
    IReadOnlyList<WovenAssemblyStatus> Assemblies,
    IReadOnlyList<string> Prepared,
    string? Operation);
