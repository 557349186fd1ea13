using System.Diagnostics;

namespace HotWeave.Protocol;

/// <summary>How a quiescent turn waits, and what it does while it is alone. Used by one turn.</summary>
internal sealed class QuiescentTurn
{
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>How long running units may take to end.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether units that have not ended by then have their tokens signalled and get as long again.</summary>
    internal bool CancelUnits { get; init; }

    /// <summary>How many threads may block at the gate.</summary>
    internal int BlockedLimit { get; init; } = int.MaxValue;

    /// <summary>Ends the waiting; nothing has changed.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <summary>Called with the epoch to be when doors hang for it, before units are waited for; when it throws, nothing has changed.</summary>
    internal Action<Epoch> Stage { get; init; } = static _ => { };

    /// <summary>Runs alone among units, before the table is current; null for nothing. When it throws, nothing has changed.</summary>
    internal Action<ChangeWindow>? Change { get; init; }

    /// <summary>
    /// The slots of types of which nobody may have an object made while <see cref="Change"/> runs, by index; null for none. A call that their doors answer
    /// by the current version undoes the turn.
    /// </summary>
    internal IReadOnlySet<int>? Watched { get; init; }

    /// <summary>Runs when the table is current and new units still wait; must not throw.</summary>
    internal Action Turned { get; init; } = static () => { };

    /// <summary>Called at each phase; for tests.</summary>
    internal Action<TurnPhase>? Reached { get; init; }

    /// <summary>Has units looked for that nobody can end any more; returns at once.</summary>
    internal Action Seek { get; init; } = LostUnits.Seek;

    internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    /// <summary>Sleeps until no unit runs.</summary>
    /// <exception cref="NotQuiescentException">The time is over, or too many threads block.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    internal void Drain(Gate gate)
    {
        var deadline = Timeout;
        var cancels = CancelUnits;
        var seeks = new Queue<TimeSpan>(SeekTimes());
        while (!Transition.NoUnitRuns())
        {
            Cancellation.ThrowIfCancellationRequested();
            if (gate.IsOverrun)
                throw new NotQuiescentException(true, Transition.Units());
            // Read once: what is left until a moment must not fall below zero after it was compared, and be taken for no limit.
            var elapsed = Elapsed;
            var left = deadline - elapsed;
            if (left > TimeSpan.Zero)
            {
                if (seeks.TryPeek(out var next) && next <= elapsed)
                {
                    seeks.Dequeue();
                    Seek();
                    continue;
                }

                gate.Sleep(next > elapsed && next - elapsed < left ? next - elapsed : left, Cancellation);
                continue;
            }

            if (!cancels)
                throw new NotQuiescentException(false, Transition.Units());
            foreach (var unit in Transition.Units())
                unit.Cancellation.Request();
            cancels = false;
            deadline = Elapsed + Timeout;
        }
    }

    /// <summary>Runs <see cref="Change"/>, if there is any, when no unit runs.</summary>
    internal void RunChange(Gate gate, Epoch main, Epoch next, Action reopen)
    {
        if (Change is not { } change)
            return;
        var outside = new OutsideCalls(main, next, Watched);
        gate.Outside = outside;
        change(new ChangeWindow(main, next, outside, () =>
        {
            reopen();
            gate.Dispose();
        }));
    }

    // Units that nobody can end show after a garbage collection; more than one, for those that are lost meanwhile.
    private IEnumerable<TimeSpan> SeekTimes()
    {
        var soon = TimeSpan.FromSeconds(1);
        return new[] { soon, Timeout / 2, Timeout * 0.75 }.Where(t => t <= Timeout * 0.75).Order();
    }
}

/// <summary>Why a quiescent turn was undone; nothing has changed.</summary>
/// <param name="isOverrun">True: too many threads blocked at the gate. False: the deadline passed.</param>
/// <param name="units">The units that had not ended.</param>
internal sealed class NotQuiescentException(bool isOverrun, IReadOnlyList<Unit> units) : Exception
{
    internal bool IsOverrun { get; } = isOverrun;

    internal IReadOnlyList<Unit> Units { get; } = units;
}
