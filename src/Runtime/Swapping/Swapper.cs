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
            return _prepared.Add(new PreparedPatch(this, Prepare(file, options, cancellationToken)));
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
                return Commit(patch, options);
            }
            finally
            {
                Unpin(patch);
            }
        }, cancellationToken).ConfigureAwait(false);
        return OperationRunner.Announce(result);
    }

    internal async Task<SwapResult> CommitAsync(PreparedPatch prepared, CancellationToken cancellationToken)
    {
        var patch = _prepared.Take(prepared);
        var committed = false;
        try
        {
            var result = await _runner.RunAsync("commit", operation =>
            {
                operation.Name = "commit " + prepared.Id[..12];
                using var held = _lock.Take(operation.Name);
                return Commit(patch, null);
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

    internal async Task<SwapResult> RollbackAsync(VersionNumber? to, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync("rollback", operation =>
        {
            operation.Name = to is { } number ? "roll back to " + number : "roll back";
            using var held = _lock.Take(operation.Name);
            var result = Turn(_registry.Earlier(to), null, []);
            _metrics.Swapped(isRollback: true);
            return result;
        }, cancellationToken).ConfigureAwait(false);
        return OperationRunner.Announce(result);
    }

    internal SwapStatus GetStatus()
    {
        var (current, versions) = _registry.Status();
        return new SwapStatus(current, versions, WovenAssemblies.Status(), _prepared.Ids(), _lock.Holder);
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

    private SwapResult Commit(LoadedPatch patch, SwapOptions? options)
    {
        var warnings = new List<string>();
        if (options is not null && options.Reclaimable != patch.IsReclaimable)
            warnings.Add(SwapDiagnostics.LoadedOtherwise.Warn(patch.IsReclaimable ? "reclaimable" : "permanently"));
        var result = Turn(_registry.With(patch), patch.Id, warnings);
        _metrics.Swapped(isRollback: false);
        return result;
    }

    private SwapResult Turn(SwapVersion version, string? patchId, List<string> warnings)
    {
        var from = _registry.Current;
        var changed = Changed(from, version);
        var started = Stopwatch.GetTimestamp();
        var turned = false;
        _registry.BeginTurn(version);
        try
        {
            Transition.Turn(version.Table!, moveUnits: true);
            turned = true;
        }
        finally
        {
            _registry.EndTurn(turned);
        }

        _metrics.Took("turn", Stopwatch.GetElapsedTime(started));
        SwapEventSource.Log.Turned(from.Number.Value, version.Number.Value, changed.Count);
        _handlers.Run([.. changed.Select(static s => s.Type)], warnings);
        return new SwapResult(from.Number, version.Number, patchId, TypeNames.Of(changed), warnings);
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
