using System.Diagnostics;
using HotWeave.CodeChange;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Hooks;
using HotWeave.Loading;
using HotWeave.Preparing;
using HotWeave.Protocol;
using HotWeave.Telemetry;
using HotWeave.Telemetry.Listeners;
using HotWeave.Trust;
using HotWeave.Versions;

namespace HotWeave.Turning;

/// <summary>What operations are made of. Whoever calls them holds the swap lock.</summary>
internal sealed class SwapSteps(
    VersionRegistry registry, SwapMetrics metrics, SwapLock swapLock, UnloadingContexts unloading, Func<IServiceProvider?> services, LazyRun lazily)
{
    private readonly TurnScript _script = new(registry, metrics);

    internal PatchCopies Prepare(AdmittedPatch admitted, SwapOptions options, CancellationToken cancellationToken, bool isCheck = false)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var patch = PatchPreparer.Prepare(admitted.File, options, registry.Patches, lazily, cancellationToken);
            MakeReady(patch, admitted, isCheck, cancellationToken);
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
        return MakeCurrent(TurnRequest.Of(registry.Current, registry.With(patch.All), options, cancellationToken), patch.Id, warnings);
    }

    /// <summary>Makes a version current for all; without a patch it is a rollback.</summary>
    internal SwapResult MakeCurrent(TurnRequest request, string? patchId, List<string> warnings)
    {
        var hooks = FindHooks(request.From, request.To, isRollback: patchId is null, warnings);
        var turn = new ScriptedTurn(request.From, request.To, patchId, request.Mode, hooks, warnings, request.Cancellation)
        {
            Frameworks = FrameworkTurn.Begin(request.From, request.To, request.IsAtStart),
        };
        HeapCensus? census = null;
        var staging = request with { Stage = epoch => Stage(epoch, request, turn.Frameworks), Looked = taken => census = taken };
        var result = Run(turn, follow => staging.MakeCurrent(follow, Overdue, services, warnings));
        return result with { Census = census };

        void Overdue(string hook) => swapLock.Rename($"{swapLock.Holder}, waiting for {hook}");
    }

    /// <summary>Makes ready what a version needs, whose doors hang and which nobody has.</summary>
    internal static void Stage(Epoch epoch, TurnRequest request, FrameworkTurn frameworks)
    {
        foreach (var link in request.State.Links)
            link.Set();
        // A start asks for no application: it will come.
        frameworks.Stage(epoch, request.IsAtStart ? null : ServiceNeeds.Find(request.From, request.To));
    }

    /// <inheritdoc cref="TurnScript.Run"/>
    internal SwapResult Run(ScriptedTurn turn, Action<Action> step) => _script.Run(turn, step);

    /// <summary>The hooks round a swap between two versions.</summary>
    internal SwapHooks FindHooks(SwapVersion from, SwapVersion to, bool isRollback, List<string> warnings) => new(from, to, isRollback, warnings, services);

    internal void Unpin(PatchCopies patch)
    {
        registry.Patches.Unpin(patch.All);
        registry.LetGo();
    }

    private void MakeReady(PatchCopies patch, AdmittedPatch admitted, bool isCheck, CancellationToken cancellationToken)
    {
        try
        {
            Companions.CheckStubs(patch.Entries);
            patch.Admit(admitted);
            unloading.Watch(patch.All.SelectMany(static p => p.Homes));
            // Initialisers are the user's code, and may do things that last.
            if (isCheck)
                return;
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
