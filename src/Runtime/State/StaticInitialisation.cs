using HotWeave.Diagnostics;
using HotWeave.Guarding;

namespace HotWeave.State;

/// <summary>
/// Runs the initialisers of the static fields that a patch adds: on a thread of its own, outside any unit of work, with a deadline. All of them succeed, or
/// no field keeps a value.
/// </summary>
/// <remarks>
/// The static constructors of the classes that keep the fields run the initialisers, so that a type's come first when another type's ask for them, as it is for plain static
/// fields. They run once per process; a second attempt after a failure therefore begins with what the first one made, in the same order.
/// </remarks>
internal sealed class StaticInitialisation
{
    [ThreadStatic]
    private static StaticInitialisation? t_current;

    private readonly List<StaticField> _made = [];
    private readonly List<Action> _again = [];

    // Protects _isOver and _isAbandoned, which decide between them who takes the values back.
    private readonly object _lock = new();
    private bool _isOver;
    private volatile bool _isAbandoned;
    private volatile StaticField? _running;

    /// <summary>What runs on this thread; null on all others.</summary>
    internal static StaticInitialisation? Current => t_current;

    /// <summary>The first initialiser that threw: the field, null where it is not known, and what it threw.</summary>
    internal (string? Field, Exception Exception)? Failure { get; private set; }

    /// <summary>Whether the deadline has passed while an initialiser ran; what the initialisers make after that is taken back.</summary>
    internal bool IsAbandoned => _isAbandoned;

    /// <summary>The field whose initialiser was begun last.</summary>
    internal string? Running => _running?.FullName;

    /// <summary>Runs what <paramref name="earlier"/> made, then <paramref name="all"/>; false when the deadline passed first. Look at <see cref="Failure"/> otherwise.</summary>
    /// <exception cref="SwapException">HW6230.</exception>
    /// <exception cref="OperationCanceledException">What the initialisers make is taken back.</exception>
    internal bool Run(StaticInitialisation? earlier, IEnumerable<Action> all, TimeSpan deadline, CancellationToken cancellationToken)
    {
        List<Action> steps = [.. earlier?._again ?? [], .. all];
        // Not disposed: a thread that is given up sets it later.
        var ended = new ManualResetEventSlim();
        // Nothing of the operation's context, a unit of work least of all, belongs to an initialiser.
        if (!OwnWork.TryStartThread("HotWeave static initialisers", () => RunAndTell(steps, ended)))
            throw SwapDiagnostics.NoThread.Refuse();
        WaitHandle.WaitAny([ended.WaitHandle, cancellationToken.WaitHandle], deadline);
        lock (_lock)
        {
            _isAbandoned = !_isOver;
            if (_isAbandoned)
                cancellationToken.ThrowIfCancellationRequested();
            return _isOver;
        }
    }

    internal void Begin(StaticField field) => _running = field;

    internal void Made(StaticField field, Action? again)
    {
        _made.Add(field);
        if (again is not null)
            _again.Add(again);
    }

    internal void Fail(StaticField? field, Exception exception) => Failure ??= (field?.FullName, exception);

    private void RunAndTell(List<Action> steps, ManualResetEventSlim ended)
    {
        try
        {
            RunOnThread(steps);
        }
        finally
        {
            ended.Set();
        }
    }

    private void RunOnThread(List<Action> steps)
    {
        t_current = this;
        foreach (var step in steps.TakeWhile(_ => Failure is null && !_isAbandoned))
        {
            try
            {
                step();
            }
            catch (Exception e)
            {
                // Nobody is above this frame; the operation reports what it was.
                Fail(null, e);
            }
        }

        lock (_lock)
        {
            _isOver = true;
            var keep = Failure is null && !_isAbandoned;
            foreach (var field in _made)
                field.Settle(keep);
            if (keep)
                _again.Clear();
        }
    }
}
