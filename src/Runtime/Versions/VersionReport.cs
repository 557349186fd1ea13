using HotWeave.Protocol;

namespace HotWeave.Versions;

/// <summary>What the status says of a version. Called under the registry's lock.</summary>
internal static class VersionReport
{
    internal static VersionStatus Describe(
        SwapVersion version, SwapVersion current, SwapVersion? trial, SwapVersion confirmed, Epoch[] old, IReadOnlyList<LoopStatus> loops) => new()
    {
        Number = version.Number,
        State = version == current ? VersionState.Current
            : version == trial ? VersionState.Canary
            : version.IsUnloaded ? VersionState.Unloaded
            : version.Content is null ? VersionState.Unloading
            : version.HasUnits(old) ? VersionState.Draining
            : version.WasRolledBack ? VersionState.RolledBack
            : VersionState.Superseded,
        PatchId = version.PatchId,
        FromLabel = version.FromLabel,
        ToLabel = version.ToLabel,
        Types = version.Types,
        Reclaimable = version.IsReclaimable,
        Bytes = version.Bytes,
        Confirmed = version == confirmed,
        HeldBy = VersionHolders.Of(version, current, trial, old, loops),
        SignedBy = version.Content?.Patches.FirstOrDefault(p => p.Id == version.PatchId)?.Signature?.SignedBy ?? [],
        CurrentSince = version.CurrentSince,
        By = version.By,
    };
}
