using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Hooks;
using HotWeave.Loading;
using HotWeave.Preparing;
using HotWeave.Protocol;
using HotWeave.Settings;
using HotWeave.Telemetry;
using HotWeave.Trust;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>What operations are made of. Whoever calls them holds the swap lock.</summary>
internal sealed class SwapSteps(VersionRegistry registry, SwapMetrics metrics, SwapLock swapLock, UnloadingContexts unloading)
{
    private readonly MetadataUpdateHandlers _handlers = new();

    internal PatchCopies Prepare(AdmittedPatch admitted, SwapOptions options, CancellationToken cancellationToken, bool isCheck = false)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var patch = PatchPreparer.Prepare(admitted.File, options, registry.Patches, cancellationToken);
            patch.Admit(admitted);
            unloading.Watch(patch.All.SelectMany(static p => p.Homes));
            // Initialisers are the user's code, and may do things that last.
            if (!isCheck)
                Initialise(patch, cancellationToken);
            SwapEventSource.Log.Prepared(patch.Id, patch.Slots.Count());
            return patch;
        }
        catch
        {
            registry.LetGo();
            throw;
        }
        finally
        {
            metrics.Took("prepare", Stopwatch.GetElapsedTime(started));
        }
    }

    internal SwapResult Commit(PatchCopies patch, SwapOptions? loading, SwapOptions options, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        if (loading is not null && loading.Reclaimable != patch.IsReclaimable)
            warnings.Add(SwapDiagnostics.LoadedOtherwise.Warn(patch.IsReclaimable ? "reclaimable" : "permanently"));
        var result = Turn(TurnRequest.Of(registry.Current, registry.With(patch.All), options, cancellationToken), patch.Id, warnings);
        metrics.Swapped(isRollback: false);
        return result;
    }

    /// <summary>Turns; without a patch it is a rollback.</summary>
    internal SwapResult Turn(TurnRequest request, string? patchId, List<string> warnings)
    {
        var from = request.From;
        var version = request.To;
        var changed = Changed(from, version);
        var types = UpdatedTypes.Find(from, version, changed);
        var hooks = new SwapHooks(from, version, isRollback: patchId is null, warnings);
        var started = Stopwatch.GetTimestamp();
        var turned = false;
        registry.BeginTurn(version);
        try
        {
            hooks.Before(request.Cancellation);
            Turn();
        }
        finally
        {
            registry.EndTurn(turned);
        }

        hooks.After();
        if (version.Number < from.Number && from == registry.Confirmed && SwapSettings.Patches is not null)
            warnings.Add(SwapDiagnostics.ConfirmedComesBack.Warn(from.Number, version.Number));
        return new SwapResult(from.Number, version.Number, patchId, TypeNames.Of(changed), warnings, request.Mode.Mode, request.Mode.Reason);

        void Turn()
        {
            try
            {
                request.Turn(Turned, overdue => swapLock.Rename($"{swapLock.Holder}, waiting for {overdue}"), warnings);
            }
            catch
            {
                hooks.Undone();
                foreach (var warning in warnings)
                    SwapEventSource.Log.Warned(warning);
                throw;
            }
        }

        void Turned()
        {
            turned = true;
            metrics.Took("turn", Stopwatch.GetElapsedTime(started), version.Number.Value);
            this.Turned(from, version, types, changed.Count, warnings);
        }
    }

    /// <summary>Tells of a turn as soon as it is made.</summary>
    internal void Turned(SwapVersion from, SwapVersion to, Type[] types, int changed, List<string> warnings)
    {
        SwapEventSource.Log.Turned(from.Number.Value, to.Number.Value, changed);
        _handlers.Run(types, warnings);
    }

    // Before the turn, after which the old version may be let go of.
    internal static List<TypeSlot> Changed(SwapVersion from, SwapVersion to) =>
        [.. from.Content!.Slots().Union(to.Content!.Slots()).Where(s => !ReferenceEquals(from[s], to[s]))];

    internal void Unpin(PatchCopies patch)
    {
        registry.Patches.Unpin(patch.All);
        registry.LetGo();
    }

    private void Initialise(PatchCopies patch, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var copy in patch.All)
                AddedStatics.Initialise(copy, cancellationToken);
        }
        catch
        {
            registry.Patches.Unpin(patch.All);
            throw;
        }
    }
}
