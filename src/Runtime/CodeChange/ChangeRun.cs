using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.State;

namespace HotWeave.CodeChange;

/// <summary>
/// Calls the hooks of one swap while no unit runs: per type, then per object, on the thread that turns. Everything is restored, last first, when a hook throws, the time
/// is up or an outside call came between; then the old version runs on.
/// </summary>
/// <remarks>
/// When the time is up, or the operation is cancelled, the thread that says so restores, and opens the gate: nobody waits for a hook that does not return. The turning thread
/// does, with the swap lock, and then reports.
/// </remarks>
internal sealed class ChangeRun(StatePlan plan, ChangeTerms terms) : IChangeRun, IDisposable
{
    // Protects what is below against the timer. Never held while a hook runs.
    private readonly object _lock = new();
    private readonly Stack<Action> _undo = new();
    private readonly Queue<object> _objects = new();
    private readonly HashSet<object> _known = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationTokenSource _cancellation = new();
    private bool _isOver;
    private bool _isExpired;
    private string _running = "";

    public VersionNumber FromVersion => terms.From;

    public VersionNumber ToVersion => terms.To;

    public CancellationToken Cancellation => _cancellation.Token;

    public IServiceProvider? Services => terms.Services();

    public void Dispose() => _cancellation.Dispose();

    /// <summary>Runs all hooks; nothing has changed when this throws.</summary>
    /// <exception cref="SwapException">HW6504 to HW6506.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    internal void Run(ChangeWindow window, List<string> warnings)
    {
        using var timer = OwnWork.StartTimer("ending a code change that is overdue", TimeProvider.System, () => Expire(window), terms.Timeout, Timeout.InfiniteTimeSpan);
        using var cancelled = terms.Cancellation.UnsafeRegister(_ => Expire(window), null);
        try
        {
            var tracked = TrackedInstances.FindAlive();
            foreach (var change in plan.Changes.Where(static c => c.Steps[0].Direction == CodeChangeDirection.Up))
                ChangeType(change, window);
            foreach (var instance in tracked)
                Add(instance);
            ChangeObjects(window);
            foreach (var change in plan.Changes.Where(static c => c.Steps[0].Direction == CodeChangeDirection.Down))
                ChangeType(change, window);
            ChangeObjects(window);
            Finish(window, tracked);
            if (window.AnyOutsideCalls)
                warnings.Add(SwapDiagnostics.OutsideCallsAccepted.Warn(window.OutsideCalls));
        }
        catch
        {
            lock (_lock)
                Restore();
            throw;
        }
        finally
        {
            window.Leave();
        }
    }

    public void Add(object instance)
    {
        if (_known.Add(instance))
            _objects.Enqueue(instance);
    }

    public void Write(Action write)
    {
        lock (_lock)
        {
            if (_isOver)
                throw new OperationCanceledException("The code change is over.", _cancellation.Token);
            write();
        }
    }

    private void ChangeType(TypeChange change, ChangeWindow window)
    {
        foreach (var step in change.Steps)
        {
            foreach (var hook in step.Hooks.Where(static h => h.Hook.Kind == PatchHookKind.ChangeType))
            {
                Begin($"the type {change.Type}", hook, () =>
                {
                    var before = StaticFields.Snapshot(change.Type);
                    _undo.Push(() => before.ForEach(static f => f.Field.SetValue(null, f.Value)));
                });
                Call(hook, null, step, window, [new CodeChangeContext(this, step, new StaticFields(change.Type))]);
            }
        }
    }

    private void ChangeObjects(ChangeWindow window)
    {
        while (_objects.TryDequeue(out var instance))
        {
            var hooks = HooksFor(instance).ToList();
            if (hooks.Count == 0)
                continue;
            Begin(Describe(instance), hooks[0].Hook, () =>
            {
                var snapshot = ObjectSnapshot.Capture(instance);
                _undo.Push(snapshot.Restore);
            });
            foreach (var (level, step, hook) in hooks)
            {
                _running = $"{hook.Hook.Name} on {Describe(instance)}";
                Call(hook, level, step, window, [instance, new CodeChangeContext(this, step, new ObjectFields(instance, level))]);
                Mark(instance, level, step);
            }
        }
    }

    // Base classes first on the way up, last on the way down.
    private IEnumerable<(Type Level, ChangeStep Step, BoundHook Hook)> HooksFor(object instance)
    {
        var levels = plan.Changes.Select(c => (Change: c, Level: c.LevelOf(instance.GetType()))).Where(static c => c.Level is not null)
            .OrderBy(static c => c.Change.Steps[0].Direction == CodeChangeDirection.Up ? DepthOf(c.Level!) : -DepthOf(c.Level!));
        return
            from level in levels
            from step in level.Change.StepsFor(instance, level.Level!)
            from hook in step.Hooks
            where hook.Hook.Kind == PatchHookKind.ChangeObject
            select (level.Level!, step, hook);
    }

    private void Mark(object instance, Type level, ChangeStep step)
    {
        if (plan.Changes.First(c => c.LevelOf(level) == level).Lazy is { } shape)
            Write(() => ShapeMarks.Set(instance, level, step.To, shape.Deployed));
    }

    private static int DepthOf(Type type)
    {
        var depth = 0;
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            depth++;
        return depth;
    }

    private void Begin(string what, BoundHook hook, Action remember)
    {
        terms.Cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _running = $"{hook.Hook.Name} on {what}";
            if (_isExpired)
                throw Expired();
            remember();
        }
    }

    private void Call(BoundHook hook, Type? level, ChangeStep step, ChangeWindow window, object?[] arguments)
    {
        try
        {
            window.Enter(step.Direction == CodeChangeDirection.Up);
            hook.Call(level, arguments);
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                throw _isExpired
                    ? Expired()
                    : SwapDiagnostics.CodeChangeFailed.Refuse(e, _running, step.Direction == CodeChangeDirection.Up ? "up" : "down", e.GetType().Name, e.Message, terms.From);
            }
        }
        finally
        {
            Unit.SetAmbient(null);
        }
    }

    private void Finish(ChangeWindow window, List<object> tracked)
    {
        lock (_lock)
        {
            if (_isExpired)
                throw Expired();
            // The last step before the turn's store: an outside call after this is answered by the new version.
            if (!window.TryClose(terms.AcceptOutsideCalls))
                throw window.AnyWatchedCalls ? LookDiagnostics.MadeMeanwhile.Refuse(window.WatchedCalls) : SwapDiagnostics.OutsideCalls.Refuse(window.OutsideCalls, terms.From);
            _isOver = true;
        }

        // The way back goes over all that was converted.
        foreach (var instance in _known.Except(tracked, ReferenceEqualityComparer.Instance))
            TrackedInstances.Add(instance!);
    }

    private void Expire(ChangeWindow window)
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            _isExpired = true;
            Restore();
            terms.Overdue(_running);
            window.Reopen();
        }

        try
        {
            _cancellation.Cancel();
        }
        catch (Exception e) when (e is AggregateException or ObjectDisposedException)
        {
            // Callbacks are the hook's own, or the hook has returned meanwhile; the report is about the deadline either way.
        }
    }

    private void Restore()
    {
        _isOver = true;
        while (_undo.TryPop(out var undo))
            OwnWork.Run("restoring an object", undo);
    }

    private Exception Expired() => terms.Cancellation.IsCancellationRequested
        ? new OperationCanceledException(terms.Cancellation)
        : SwapDiagnostics.CodeChangeOverdue.Refuse(terms.Timeout.TotalSeconds, _running, terms.From);

    private static string Describe(object instance) => $"an object of {instance.GetType()}";
}

/// <summary>What a code change is run under.</summary>
/// <param name="From">The version that is current.</param>
/// <param name="To">The version that is to be.</param>
/// <param name="Timeout">How long all hooks together may take.</param>
/// <param name="AcceptOutsideCalls">Whether calls from outside units meanwhile are no reason to undo.</param>
/// <param name="Overdue">Told which hook runs when the time is up.</param>
/// <param name="Services">The application's.</param>
/// <param name="Cancellation">Ends it between two hooks.</param>
internal sealed record ChangeTerms(
    VersionNumber From, VersionNumber To, TimeSpan Timeout, bool AcceptOutsideCalls, Action<string> Overdue, Func<IServiceProvider?> Services, CancellationToken Cancellation);
