using Orleans.Runtime;

namespace HotWeave.Orleans.Calls;

/// <summary>
/// Who waits for whom among grains. A call that waits at the gate holds its grain's turn; if a unit that runs calls that grain, the
/// swap waits for the unit, the unit for the grain, and the grain for the swap. So a call waits only while no unit that runs depends on
/// its grain, and joins that unit else: it is then a part of what the unit waits for.
/// </summary>
/// <remarks>
/// Whoever begins a call lists it, then looks for who waits; whoever waits lists itself, then looks for calls. One of the two sees the
/// other. Of other processes' calls nothing is known here: there the swap's deadline ends it. Thread-safe.
/// </remarks>
internal sealed class CallsUnderWay
{
    private const int Stripes = 64;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripes).Select(static _ => new Stripe())];

    // Guards itself. Never taken inside a stripe's lock.
    private readonly List<WaitingCall> _waiting = [];

    // The list's length, read without its lock.
    private int _waits;

    /// <summary>There is one gate in a process, whatever silos there are.</summary>
    internal static CallsUnderWay OfProcess { get; } = new();

    internal CallUnderWay Begin(GrainId? source, CapturedUnit unit, GrainId target)
    {
        var call = new CallUnderWay(this, source, unit, target);
        FindStripe(target).Add(call);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waits) > 0)
            ReleaseAwaited();
        return call;
    }

    internal void End(CallUnderWay call) => FindStripe(call.Target).Remove(call);

    internal WaitingCall Wait(GrainId target) => Wait(target, static stop => UnitOfWork.WaitForGateAsync(stop));

    internal WaitingCall Wait(GrainId target, Func<CancellationToken, Task> waitForGate)
    {
        var waiting = new WaitingCall(this, target, waitForGate);
        lock (_waiting)
        {
            _waiting.Add(waiting);
            Interlocked.Increment(ref _waits);
        }

        // It looks for calls when it begins to wait.
        return waiting;
    }

    internal void End(WaitingCall waiting)
    {
        lock (_waiting)
        {
            _waiting.Remove(waiting);
            Interlocked.Decrement(ref _waits);
        }
    }

    /// <summary>A unit that runs and waits for the grain, itself or through calls that are made outside units; none otherwise.</summary>
    internal CapturedUnit FindDependent(GrainId grain)
    {
        var seen = new HashSet<GrainId> { grain };
        var open = new Queue<GrainId>(seen);
        while (open.TryDequeue(out var target))
        {
            foreach (var call in FindStripe(target).FindCalls(target))
            {
                if (call.Unit.IsRunning)
                    return call.Unit;
                if (call.Source is { } source && seen.Add(source))
                    open.Enqueue(source);
            }
        }

        return default;
    }

    /// <summary>Releases the call if a unit that runs waits for its grain.</summary>
    internal void ReleaseAwaited(WaitingCall call)
    {
        if (FindDependent(call.Target) is { IsRunning: true } unit)
            call.Release(unit);
    }

    private void ReleaseAwaited()
    {
        WaitingCall[] waiting;
        lock (_waiting)
            waiting = [.. _waiting];
        foreach (var call in waiting)
            ReleaseAwaited(call);
    }

    private Stripe FindStripe(GrainId target) => _stripes[(uint)target.GetHashCode() % Stripes];

    private sealed class Stripe
    {
        // Guards itself.
        private readonly Dictionary<GrainId, List<CallUnderWay>> _calls = [];

        internal void Add(CallUnderWay call)
        {
            lock (_calls)
            {
                if (!_calls.TryGetValue(call.Target, out var calls))
                    _calls.Add(call.Target, calls = []);
                calls.Add(call);
            }
        }

        internal void Remove(CallUnderWay call)
        {
            lock (_calls)
            {
                var calls = _calls[call.Target];
                calls.Remove(call);
                if (calls.Count == 0)
                    _calls.Remove(call.Target);
            }
        }

        internal CallUnderWay[] FindCalls(GrainId target)
        {
            lock (_calls)
                return _calls.TryGetValue(target, out var calls) ? [.. calls] : [];
        }
    }
}
