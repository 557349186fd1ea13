using HotWeave.Guarding;

namespace HotWeave.Purging;

/// <summary>
/// Waits for the finalizers that a collection has left to run, for a limited time: they are the application's, and one that hangs would be waited for without end.
/// The wait itself cannot be ended, so it has a thread of its own, and there is never a second one. Thread-safe.
/// </summary>
/// <param name="wait">Returns when no finalizer is left.</param>
internal sealed class PendingFinalizers(Action wait)
{
    private readonly object _lock = new();
    private TaskCompletionSource? _underWay;

    /// <summary>Those of .NET's collector.</summary>
    internal static PendingFinalizers OfProcess { get; } = new(GC.WaitForPendingFinalizers);

    /// <summary>Waits for a wait that is under way, or begins one.</summary>
    /// <returns>False when the time is over, the wait is cancelled, or the system gives no thread.</returns>
    internal bool TryWait(TimeSpan timeout, CancellationToken cancellationToken) =>
        Begin() is { } done
        && WaitHandle.WaitAny(
            [((IAsyncResult)done).AsyncWaitHandle, cancellationToken.WaitHandle], (int)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue)) == 0;

    private Task? Begin()
    {
        lock (_lock)
        {
            if (_underWay is { } other)
                return other.Task;
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay = end;
            if (OwnWork.TryStartThread("HotWeave finalizers", () => WaitFor(end)))
                return end.Task;
            _underWay = null;
            return null;
        }
    }

    private void WaitFor(TaskCompletionSource end)
    {
        try
        {
            wait();
        }
        finally
        {
            lock (_lock)
                _underWay = null;
            end.SetResult();
        }
    }
}
