using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Preparing;
using HotWeave.Protocol;
using HotWeave.Telemetry;
using HotWeave.Versions;

namespace HotWeave.Swapping;

/// <summary>What operations are made of. Whoever calls them holds the swap lock.</summary>
internal sealed class SwapSteps(VersionRegistry registry, SwapMetrics metrics)
{
    private readonly MetadataUpdateHandlers _handlers = new();

    internal LoadedPatch Prepare(PatchFile file, SwapOptions options, CancellationToken cancellationToken, bool isCheck = false)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var patch = PatchPreparer.Prepare(file, options, registry.Patches, cancellationToken);
            // Initialisers are the user's code, and may do things that last.
            if (!isCheck)
                Initialise(patch);
            SwapEventSource.Log.Prepared(patch.Id, patch.Entries!.Count);
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

    internal SwapResult Commit(LoadedPatch patch, SwapOptions? loading, SwapOptions options, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        if (loading is not null && loading.Reclaimable != patch.IsReclaimable)
            warnings.Add(SwapDiagnostics.LoadedOtherwise.Warn(patch.IsReclaimable ? "reclaimable" : "permanently"));
        var result = Turn(new TurnRequest(registry.With(patch), ChosenMode.Of(options), options, cancellationToken), patch.Id, warnings);
        metrics.Swapped(isRollback: false);
        return result;
    }

    internal SwapResult Turn(TurnRequest request, string? patchId, List<string> warnings)
    {
        var from = registry.Current;
        var version = request.To;
        var changed = Changed(from, version);
        Type[] types = [.. changed.Select(static s => s.Type)];
        var started = Stopwatch.GetTimestamp();
        var turned = false;
        registry.BeginTurn(version);
        try
        {
            request.Turn(() =>
            {
                turned = true;
                metrics.Took("turn", Stopwatch.GetElapsedTime(started));
                SwapEventSource.Log.Turned(from.Number.Value, version.Number.Value, changed.Count);
                _handlers.Run(types, warnings);
            });
        }
        finally
        {
            registry.EndTurn(turned);
        }

        if (version.Number < from.Number && from == registry.Confirmed && SwapSettings.Patches is not null)
            warnings.Add(SwapDiagnostics.ConfirmedComesBack.Warn(from.Number, version.Number));
        return new SwapResult(from.Number, version.Number, patchId, TypeNames.Of(changed), warnings, request.Mode.Mode, request.Mode.Reason);
    }

    // Before the turn, after which the old version may be let go of.
    internal static List<TypeSlot> Changed(SwapVersion from, SwapVersion to) =>
        [.. from.Content!.Slots().Union(to.Content!.Slots()).Where(s => !ReferenceEquals(from[s], to[s]))];

    internal void Unpin(LoadedPatch patch)
    {
        registry.Patches.Unpin(patch);
        registry.LetGo();
    }

    private void Initialise(LoadedPatch patch)
    {
        try
        {
            AddedStatics.Initialise(patch);
        }
        catch
        {
            registry.Patches.Unpin(patch);
            throw;
        }
    }
}
