using System.Diagnostics;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Preparing;
using HotWeave.Protocol;
using HotWeave.Telemetry;
using HotWeave.Versions;

namespace HotWeave.Swapping;

/// <summary>The operations behind <see cref="HotSwap"/>. There is one per process, made at the first use.</summary>
internal sealed class Swapper
{
    // The runtime's one registry: made once, never replaced.
    private static readonly Lazy<Swapper> s_instance = new(static () => new Swapper());

    private readonly SwapLock _lock = new();
    private readonly MetadataUpdateHandlers _handlers = new();
    private readonly PreparedPatches _prepared = new();
    private readonly VersionRegistry _registry = new();
    private readonly OperationRunner _runner;
    private readonly SwapMetrics _metrics;

    private Swapper()
    {
        _metrics = new SwapMetrics(() => _registry.Current.Number.Value, CountDraining);
        _runner = new OperationRunner(_metrics);
        Transition.Settled += _registry.LetGo;
    }

    internal static Swapper Instance => s_instance.Value;

    internal Task<PreparedPatch> PrepareAsync(ReadOnlyMemory<byte> patch, SwapOptions options, CancellationToken cancellationToken) =>
        _runner.RunAsync("prepare", operation =>
        {
            var file = PatchPreparer.Read(patch);
            operation.Name = Describe("prepare", file);
            using var held = _lock.Take(operation.Name);
            return _prepared.Add(new PreparedPatch(this, Prepare(file, options, cancellationToken), options));
        }, cancellationToken);

    internal IReadOnlyList<PreparedPatch> AllPrepared() => _prepared.All();

    internal PreparedPatch FindPrepared(string id) => _prepared.Find(id);

    internal Task<SwapCheck> CheckAsync(ReadOnlyMemory<byte> bytes, SwapOptions options, CancellationToken cancellationToken) =>
        _runner.RunAsync("check", operation =>
        {
            var file = PatchPreparer.Read(bytes);
            operation.Name = Describe("check", file);
            using var held = _lock.Take(operation.Name);
            var patch = Prepare(file, options, cancellationToken);
            try
            {
                var from = _registry.Current;
                var to = _registry.With(patch);
                var mode = ChosenMode.Of(options);
                return new SwapCheck(from.Number, to.Number, TypeNames.Of(Changed(from, to)), mode.Mode, mode.Reason, new PreparedPatch(this, patch, options) { Loaded = null });
            }
            finally
            {
                Unpin(patch);
            }
        }, cancellationToken);

    internal async Task<SwapResult> ApplyAsync(Func<ReadOnlyMemory<byte>> read, SwapOptions options, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync("apply", operation =>
        {
            var file = PatchPreparer.Read(read());
            operation.Name = Describe("apply", file);
            using var held = _lock.Take(operation.Name);
            var patch = Prepare(file, options, cancellationToken);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Commit(patch, options, options, cancellationToken);
            }
            finally
            {
                Unpin(patch);
            }
        }, cancellationToken).ConfigureAwait(false);
        return OperationRunner.Announce(result);
    }

    internal async Task<SwapResult> CommitAsync(PreparedPatch prepared, SwapOptions options, CancellationToken cancellationToken)
    {
        var patch = _prepared.Take(prepared);
        var committed = false;
        try
        {
            var result = await _runner.RunAsync("commit", operation =>
            {
                operation.Name = "commit " + prepared.Id[..12];
                using var held = _lock.Take(operation.Name);
                return Commit(patch, null, options, cancellationToken);
            }, cancellationToken).ConfigureAwait(false);
            committed = true;
            Unpin(patch);
            return OperationRunner.Announce(result);
        }
        finally
        {
            if (!committed)
                _prepared.PutBack(prepared, patch);
        }
    }

    internal void Discard(PreparedPatch prepared)
    {
        if (_prepared.TryTake(prepared) is { } patch)
            Unpin(patch);
    }

    internal Task<SwapResult> RollbackAsync(VersionNumber? to, SwapOptions options, CancellationToken cancellationToken) =>
        GoBackAsync("rollback", to is { } number ? "roll back to " + number : "roll back", () => _registry.Earlier(to), options, cancellationToken);

    internal Task<SwapResult> ReverseAsync(CancellationToken cancellationToken) =>
        GoBackAsync("reverse", "reverse", _registry.Draining, new SwapOptions { Mode = SwapMode.UnitOfWork }, cancellationToken);

    internal SwapStatus GetStatus()
    {
        var (current, versions) = _registry.Status();
        var units = UnitReport.Units();
        return new SwapStatus(
            current, versions, WovenAssemblies.Status(), [.. _prepared.All().Select(static p => p.Id)], _lock.Holder, units, UnitReport.Waiting(units.Count), UnitReport.NotKnown(versions));
    }

    private async Task<SwapResult> GoBackAsync(
        string kind, string name, Func<SwapVersion> to, SwapOptions options, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync(kind, operation =>
        {
            operation.Name = name;
            using var held = _lock.Take(name);
            var result = Turn(new TurnRequest(to(), ChosenMode.Of(options), options, cancellationToken), null, []);
            _metrics.Swapped(isRollback: true);
            return result;
        }, cancellationToken).ConfigureAwait(false);
        return OperationRunner.Announce(result);
    }

    private LoadedPatch Prepare(PatchFile file, SwapOptions options, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var patch = PatchPreparer.Prepare(file, options, _registry.Patches, cancellationToken);
            SwapEventSource.Log.Prepared(patch.Id, patch.Entries!.Count);
            return patch;
        }
        catch
        {
            _registry.LetGo();
            throw;
        }
        finally
        {
            _metrics.Took("prepare", Stopwatch.GetElapsedTime(started));
        }
    }

    private SwapResult Commit(LoadedPatch patch, SwapOptions? loading, SwapOptions options, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        if (loading is not null && loading.Reclaimable != patch.IsReclaimable)
            warnings.Add(SwapDiagnostics.LoadedOtherwise.Warn(patch.IsReclaimable ? "reclaimable" : "permanently"));
        var result = Turn(new TurnRequest(_registry.With(patch), ChosenMode.Of(options), options, cancellationToken), patch.Id, warnings);
        _metrics.Swapped(isRollback: false);
        return result;
    }

    private SwapResult Turn(TurnRequest request, string? patchId, List<string> warnings)
    {
        var from = _registry.Current;
        var version = request.To;
        var changed = Changed(from, version);
        Type[] types = [.. changed.Select(static s => s.Type)];
        var started = Stopwatch.GetTimestamp();
        var turned = false;
        _registry.BeginTurn(version);
        try
        {
            request.Turn(() =>
            {
                turned = true;
                _metrics.Took("turn", Stopwatch.GetElapsedTime(started));
                SwapEventSource.Log.Turned(from.Number.Value, version.Number.Value, changed.Count);
                _handlers.Run(types, warnings);
            });
        }
        finally
        {
            _registry.EndTurn(turned);
        }

        return new SwapResult(from.Number, version.Number, patchId, TypeNames.Of(changed), warnings, request.Mode.Mode, request.Mode.Reason);
    }

    // Before the turn, after which the old version may be let go of.
    private static List<TypeSlot> Changed(SwapVersion from, SwapVersion to) =>
        [.. from.Content!.Slots().Union(to.Content!.Slots()).Where(s => !ReferenceEquals(from[s], to[s]))];

    private void Unpin(LoadedPatch patch)
    {
        _registry.Patches.Unpin(patch);
        _registry.LetGo();
    }

    private int CountDraining() =>
        _registry.Status().Versions.Count(static v => v.State is VersionState.Draining or VersionState.Unloading);

    private static string Describe(string verb, PatchFile file) =>
        $"{verb} {file.Manifest.FromLabel} -> {file.Manifest.ToLabel} ({file.Id[..12]})";
}
