using HotWeave.Protocol;

namespace HotWeave.Versions;

/// <summary>What the status says of a version. Called under the registry's lock.</summary>
internal static class VersionReport
{
    internal static VersionStatus Describe(
        SwapVersion version, SwapVersion current, SwapVersion? trial, SwapVersion confirmed, Epoch[] old, IReadOnlyList<LoopStatus> loops) => new(
        version.Number,
        version == current ? VersionState.Current
            : version == trial ? VersionState.Canary
            : version.IsUnloaded ? VersionState.Unloaded
            : version.Content is null ? VersionState.Unloading
            : version.HasUnits(old) ? VersionState.Draining
            : version.WasRolledBack ? VersionState.RolledBack
            : VersionState.Superseded,
        version.PatchId,
        version.FromLabel,
        version.ToLabel,
        version.Types,
        version.IsReclaimable,
        version.Bytes,
        version == confirmed,
        VersionHolders.Of(version, current, trial, old, loops))
    {
        SignedBy = version.Content?.Patches.FirstOrDefault(p => p.Id == version.PatchId)?.Signature?.SignedBy ?? [],
    };
}
