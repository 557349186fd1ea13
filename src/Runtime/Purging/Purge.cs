using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Protocol;
using HotWeave.Settings;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Purging;

/// <summary>
/// Rids the process of old code: asks the units of work that run it to end, waits, lets go. Nothing is ever killed, and no memory is
/// claimed that was not got.
/// </summary>
internal sealed class Purge(VersionRegistry registry, SwapLock swapLock, PendingFinalizers finalizers)
{
    private const int Collections = 10;

    /// <exception cref="SwapException">HW6201, HW6205, HW6211, HW6219.</exception>
    internal PurgeResult Run(PurgeOptions options, CancellationToken cancellationToken)
    {
        if (options.Version is { } version)
            registry.CheckOld(version);
        var current = registry.Current.Number;
        var canary = registry.Canary?.Number;
        bool IsMeant(VersionNumber number) => number != current && number != canary && (options.Version is null || number == options.Version);

        // Without the swap lock: like draining, waiting must not keep a swap from being made or undone.
        var timeout = options.Timeout ?? SwapSettings.Timeout;
        if (!options.Soft)
            OldUnits.AskToEnd(IsMeant, timeout, cancellationToken);

        IReadOnlyList<SwapVersion> old;
        using (swapLock.Acquire("purge"))
        {
            // Doors belong to patches, and those that the last unit has left may still hang.
            Transition.TrySettle();
            old = registry.Purge(IsMeant, evenHeld: !options.Soft);
        }

        var isOverdue = !TryCollect(old, timeout, cancellationToken);
        var units = UnitReport.Units().Where(static u => !u.Moved).ToLookup(static u => u.Version);
        return new PurgeResult
        {
            Versions = [.. old.Where(v => v.Number != VersionNumber.Baseline || units[v.Number].Any()).Select(v => Report(v, [.. units[v.Number]]))],
            Warnings = !isOverdue || cancellationToken.IsCancellationRequested ? [] : [SwapDiagnostics.FinalizersHang.Warn(timeout.TotalSeconds)],
        };
    }

    // Collectible code unloads some garbage collections after the last reference to it is gone. Who cancels now is told what was done.
    private bool TryCollect(IReadOnlyList<SwapVersion> versions, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Collections && versions.Any(static v => v.Content is null && !v.IsUnloaded); i++)
        {
            GC.Collect();
            if (!finalizers.TryWait(timeout - Stopwatch.GetElapsedTime(began), cancellationToken))
                return false;
        }

        return true;
    }

    private static PurgedVersion Report(SwapVersion version, IReadOnlyList<UnitStatus> units) => new()
    {
        Number = version.Number,
        Outcome = units.Count > 0 ? PurgeOutcome.Held
            : version.Content is not null ? PurgeOutcome.Permanent
            : version.IsUnloaded ? PurgeOutcome.Unloaded
            : PurgeOutcome.StillReferenced,
        Units = units,
    };
}
