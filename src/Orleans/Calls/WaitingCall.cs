using Orleans.Runtime;

namespace HotWeave.Orleans.Calls;

/// <summary>A call that has its grain's turn and waits at the gate for the end of a swap.</summary>
/// <remarks>
/// A unit may end between the moment in which it releases the call and that in which the call would join it. So the call waits anew, and
/// looks once more for who waits for it: a unit that was turned away meanwhile, because the call was released already, is listed.
/// </remarks>
/// <param name="calls">Who waits for whom.</param>
/// <param name="target">The grain.</param>
/// <param name="waitForGate">Completes when new units need not wait.</param>
internal sealed class WaitingCall(CallsUnderWay calls, GrainId target, Func<CancellationToken, Task> waitForGate) : IDisposable
{
    // Guards the one below.
    private readonly object _lock = new();
    private TaskCompletionSource<CapturedUnit> _released = NewRelease();

    internal GrainId Target { get; } = target;

    /// <summary>Waits, without a thread, until new units need not wait, or a unit that runs waits for this very call.</summary>
    /// <returns>That unit; none where a unit of its own may begin.</returns>
    internal async Task<CapturedUnit> WaitAsync()
    {
        var released = FindRelease();
        calls.ReleaseAwaited(this);
        using var stop = new CancellationTokenSource();
        var open = waitForGate(stop.Token);
        var first = await Task.WhenAny(open, released).ConfigureAwait(false);
        if (first == open)
            return default;
        // The gate counts who waits.
        await stop.CancelAsync().ConfigureAwait(false);
        return await released.ConfigureAwait(false);
    }

    /// <summary>Has the call join the unit that waits for it.</summary>
    internal void Release(CapturedUnit unit)
    {
        lock (_lock)
            _released.TrySetResult(unit);
    }

    public void Dispose() => calls.End(this);

    private static TaskCompletionSource<CapturedUnit> NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The unit that released the call may have ended before the call could join it; then another may.
    private Task<CapturedUnit> FindRelease()
    {
        lock (_lock)
        {
            if (_released.Task is { IsCompleted: true } before && !before.Result.IsRunning)
                _released = NewRelease();
            return _released.Task;
        }
    }
}
