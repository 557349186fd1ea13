using Orleans.Runtime;

namespace HotWeave.Orleans.Calls;

/// <summary>A call that has its grain's turn and waits at the gate for the end of a swap.</summary>
internal sealed class WaitingCall(CallsUnderWay calls, GrainId target) : IDisposable
{
    private readonly TaskCompletionSource<CapturedUnit> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal GrainId Target { get; } = target;

    /// <summary>Waits, without a thread, until new units need not wait, or a unit that runs waits for this very call.</summary>
    /// <returns>That unit; none where a unit of its own may begin.</returns>
    internal async Task<CapturedUnit> WaitAsync()
    {
        using var stop = new CancellationTokenSource();
        var open = UnitOfWork.WaitForGateAsync(stop.Token);
        var first = await Task.WhenAny(open, _released.Task).ConfigureAwait(false);
        if (first == open)
            return default;
        // The gate counts who waits.
        await stop.CancelAsync().ConfigureAwait(false);
        return await _released.Task.ConfigureAwait(false);
    }

    /// <summary>Has the call join the unit that waits for it.</summary>
    internal void Release(CapturedUnit unit) => _released.TrySetResult(unit);

    public void Dispose() => calls.End(this);
}
