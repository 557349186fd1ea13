using System.Runtime.Loader;
using HotWeave.Admission;
using HotWeave.Auditing;
using HotWeave.CodeChange;
using HotWeave.Confirming;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Hooks;
using HotWeave.Loading;
using HotWeave.Operations;
using HotWeave.Patches.Format;
using HotWeave.Probation;
using HotWeave.Protocol;
using HotWeave.Purging;
using HotWeave.Telemetry.Listeners;
using HotWeave.Trust;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Swapping;

/// <summary>The operations behind <see cref="HotSwap"/>. There is one per process, made at the first use.</summary>
internal sealed class Swapper : IDisposable
{
    // The runtime's one registry: made once, never replaced.
    private static readonly Lazy<Swapper> s_instance = new(static () => new Swapper());

    private readonly SwapLock _lock;
    private readonly PreparedPatches _prepared = new();
    private readonly VersionRegistry _registry = new();
    private readonly OperationRunner _runner;
    private readonly SwapMetrics _metrics;
    private readonly SwapSteps _steps;
    private readonly Confirmation _confirmation;
    private readonly Purge _purge;
    private readonly Trials _trials;
    private readonly Unloads _unloads;
    private readonly PatchAdmission _admission = new(static () => TrustSettings.Policy, new TakenSequences(ConfirmedSequences.Read), TimeProvider.System);

    /// <summary>For <see cref="Instance"/>, and for tests that end what they begin: two at once would turn the same slots.</summary>
    internal Swapper()
    {
        var listener = new HotSwapEvents();
        var unloading = new UnloadingContexts(LookForUnloads);
        _unloads = new Unloads(_registry, _prepared, unloading, reason => _trials!.Overrule(reason));
        _lock = new SwapLock(_registry.EndOperation, LookForUnloads);
        _metrics = new SwapMetrics(() => _registry.Current.Number.Value, CountDraining, static () => LostUnits.Count);
        _runner = new OperationRunner(_metrics, new Audit(_registry), listener);
        _steps = new SwapSteps(_registry, _metrics, _lock, unloading, static () => HotSwap.Services, new LazyRun(static () => HotSwap.Services, RollBackFailedAsync));
        _confirmation = new Confirmation(_registry, _steps, _admission);
        _purge = new Purge(_registry, _lock, PendingFinalizers.OfProcess);
        _trials = new Trials(_registry, _steps, _metrics, _runner, listener, _lock, _confirmation, _admission);
        Transition.Settled += _registry.LetGo;
        Transition.Settled += LookForUnloads;
    }

    internal static Swapper Instance => s_instance.Value;

    internal VersionRegistry Registry => _registry;

    internal Task<PreparedPatch> PrepareAsync(ReadOnlyMemory<byte> patch, SwapOptions options, CancellationToken cancellationToken) =>
        _runner.RunAsync("prepare", operation =>
        {
            var admitted = Admit(operation, patch, options);
            using var held = _lock.Acquire(operation.Name);
            return Add(_steps.Prepare(admitted, options, operation.Cancellation), options);
        }, cancellationToken);

    /// <summary>Keeps a patch until it is committed or discarded; it is pinned.</summary>
    internal PreparedPatch Add(PatchCopies patch, SwapOptions options) => _prepared.Add(new PreparedPatch(this, patch, options));

    internal IReadOnlyList<PreparedPatch> AllPrepared() => _prepared.All();

    internal PreparedPatch FindPrepared(string id) => _prepared.Find(id);

    internal Task<SwapCheck> CheckAsync(ReadOnlyMemory<byte> bytes, SwapOptions options, CancellationToken cancellationToken) =>
        _runner.RunAsync("check", operation =>
        {
            var admitted = Admit(operation, bytes, options);
            using var held = _lock.Acquire(operation.Name);
            var patch = _steps.Prepare(admitted, options, operation.Cancellation, isCheck: true);
            try
            {
                var from = _registry.Current;
                var to = _registry.With(patch.All);
                var mode = TurnRequest.Of(from, to, options, operation.Cancellation).Mode;
                FrameworkTurn.Begin(from, to);
                var hooks = _steps.FindHooks(from, to, isRollback: false, []);
                hooks.Before(operation.Cancellation);
                hooks.Undone();
                return new SwapCheck
                {
                    From = from.Number,
                    To = to.Number,
                    Types = TypeNames.Of(TurnScript.FindChanged(from, to)),
                    Mode = mode.Mode,
                    ModeReason = mode.Reason,
                    Patch = PreparedPatch.Describe(patch),
                    Warnings = admitted.Warnings,
                };
            }
            finally
            {
                _steps.Unpin(patch);
            }
        }, cancellationToken);

    internal async Task<SwapResult> ApplyAsync(Func<ReadOnlyMemory<byte>> read, SwapOptions options, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync("apply", operation =>
        {
            var admitted = Admit(operation, read(), options);
            using var held = _lock.Acquire(operation.Name);
            var patch = _steps.Prepare(admitted, options, operation.Cancellation);
            try
            {
                operation.Cancellation.ThrowIfCancellationRequested();
                return _trials.Commit(patch, options, options, operation.Cancellation) with { Patch = PreparedPatch.Describe(patch) };
            }
            finally
            {
                _steps.Unpin(patch);
            }
        }, cancellationToken).ConfigureAwait(false);
        return _runner.Announce(result);
    }

    internal async Task<SwapResult> CommitAsync(PreparedPatch prepared, SwapOptions options, CancellationToken cancellationToken)
    {
        var patch = _prepared.TakePatch(prepared);
        var committed = false;
        try
        {
            var result = await _runner.RunAsync("commit", operation =>
            {
                operation.Name = "commit " + prepared.Id[..12];
                operation.PatchId = prepared.Id;
                operation.SignedBy = patch.Signature?.SignedBy ?? [];
                using var held = _lock.Acquire(operation.Name);
                return _trials.Commit(patch, null, options, operation.Cancellation) with { Patch = prepared.Describe() };
            }, cancellationToken).ConfigureAwait(false);
            committed = true;
            _steps.Unpin(patch);
            return _runner.Announce(result);
        }
        finally
        {
            if (!committed)
                _prepared.PutBack(prepared, patch);
        }
    }

    internal void Discard(PreparedPatch prepared)
    {
        if (_prepared.TryTakePatch(prepared) is { } patch)
            _steps.Unpin(patch);
    }

    internal Task<SwapResult> RollbackAsync(VersionNumber? to, SwapOptions options, CancellationToken cancellationToken) =>
        GoBackAsync("rollback", to is { } number ? "roll back to " + number : "roll back", () => _registry.Earlier(to), options, cancellationToken,
            beyondTrial: to is { } wanted && wanted != _registry.Current.Number);

    internal Task<SwapResult> ReverseAsync(CancellationToken cancellationToken) =>
        GoBackAsync("reverse", "reverse", _registry.Draining, new SwapOptions { Mode = SwapMode.UnitOfWork }, cancellationToken);

    internal Task<SwapConfirmation> ConfirmAsync(VersionNumber? version, CancellationToken cancellationToken) =>
        _runner.RunAsync("confirm", operation =>
        {
            using var held = _lock.Acquire(operation.Name);
            _trials.RefuseDuringCanary();
            var confirmed = _confirmation.Confirm(version);
            _trials.Overrule("an operator confirmed it");
            return confirmed;
        }, cancellationToken);

    internal async Task<SwapResult> PromoteAsync(CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync("promote", operation =>
        {
            using var held = _lock.Acquire(operation.Name);
            return _trials.Promote();
        }, cancellationToken).ConfigureAwait(false);
        return _runner.Announce(result);
    }

    internal Task<PurgeResult> PurgeAsync(PurgeOptions options, CancellationToken cancellationToken) =>
        _runner.RunAsync("purge", operation => _purge.Run(options, operation.Cancellation), cancellationToken);

    /// <inheritdoc cref="RunningOperations.Cancel"/>
    internal IReadOnlyList<string> Cancel() => _runner.Cancel();

    /// <summary>For all that is loaded when the process starts, or for a load context that came later.</summary>
    internal async Task<SwapResult?> ReapplyAsync(AssemblyLoadContext? context, Action? progressed, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync("reapply", operation =>
        {
            operation.Name = "apply confirmed patches again";
            if (Confirmation.Read(progressed, operation.Cancellation) is not { } confirmed)
                return null;
            using var held = _lock.Acquire(operation.Name);
            _trials.RefuseDuringCanary();
            var result = context is null
                ? _confirmation.Reapply(confirmed, progressed, operation.Cancellation)
                : _confirmation.Reapply(confirmed, context, operation.Cancellation);
            operation.SignedBy = [.. _registry.Current.Content!.Patches.SelectMany(static p => p.Signature?.SignedBy ?? []).Distinct()];
            if (result is not null)
                _trials.Turned("confirmed patches were applied again");
            return result;
        }, cancellationToken).ConfigureAwait(false);
        return result is null ? null : _runner.Announce(result);
    }

    /// <summary>Goes back from a version whose code change failed at an object's first touch, if it is still current.</summary>
    internal Task<SwapResult> RollBackFailedAsync(LoadedPatch patch) =>
        GoBackAsync(
            "rollback",
            "roll back after a failed code change",
            () => _registry.Current.Content!.Uses(patch) ? _registry.Earlier(null) : throw SwapDiagnostics.NothingToRollBack.Refuse(),
            new SwapOptions(),
            default,
            isByItself: true);

    /// <summary>What the current version asks of an application that starts.</summary>
    internal StagedVersion DescribeCurrent()
    {
        var current = _registry.Current;
        return FrameworkTurn.Describe(current, current);
    }

    /// <summary>Unties it from what is the process's, when nothing of it runs.</summary>
    public void Dispose()
    {
        Transition.Settled -= _registry.LetGo;
        Transition.Settled -= LookForUnloads;
        _metrics.Dispose();
    }

    internal SwapStatus GetStatus()
    {
        var (current, versions, forgotten, retained, loops) = _registry.Status();
        var units = UnitReport.Units();
        return new SwapStatus
        {
            Current = current,
            Versions = versions,
            Assemblies = WovenAssemblies.Status(_registry.Current),
            Prepared = [.. _prepared.All().Select(static p => p.Describe())],
            Operation = _lock.Holder,
            Units = units,
            Waiting = UnitReport.Waiting(units.Count),
            NotKnown = UnitReport.NotKnown(versions),
            Trial = _trials.Status,
            Forgotten = forgotten,
            Retained = retained,
            Loops = loops,
            KeptObjects = KeptObjectReport.CountKept(_registry.Current.Content!),
            StartProblem = StartProblem.Text,
            Trust = TrustSettings.Policy.Description,
            AuditLog = AuditFile.Find()?.FullPath,
        };
    }

    private async Task<SwapResult> GoBackAsync(
        string kind, string name, Func<SwapVersion> to, SwapOptions options, CancellationToken cancellationToken, bool beyondTrial = false, bool isByItself = false)
    {
        var result = await _runner.RunAsync(kind, operation =>
        {
            operation.Name = name;
            using var held = _lock.Acquire(name);
            if (!beyondTrial && _trials.Abandon() is { } abandoned)
                return abandoned;
            var target = to();
            // What HotWeave does by itself when a version fails goes to what ran before, however old that is.
            List<string> warnings = isByItself ? [] : [.. _admission.CheckReturn(target.Number, target.Content!.Patches.Select(static p => p.Signature), options.AcceptOlder)];
            var result = _steps.MakeCurrent(TurnRequest.Of(_registry.Current, target, options, operation.Cancellation), null, warnings);
            _trials.Turned("an operator went back");
            return result;
        }, cancellationToken).ConfigureAwait(false);
        return _runner.Announce(result);
    }

    private void LookForUnloads() => _unloads.Look(_lock);

    private int CountDraining() =>
        _registry.Status().Versions.Count(static v => v.State is VersionState.Draining or VersionState.Unloading);

    private AdmittedPatch Admit(Operation operation, ReadOnlyMemory<byte> bytes, SwapOptions options)
    {
        var admitted = _admission.Admit(bytes, options.AcceptOlder);
        var file = admitted.File;
        operation.Name = $"{operation.Kind} {file.Manifest.FromLabel} -> {file.Manifest.ToLabel} ({file.Id[..12]})";
        operation.PatchId = file.Id;
        operation.SignedBy = admitted.Signature?.SignedBy ?? [];
        return admitted;
    }
}
