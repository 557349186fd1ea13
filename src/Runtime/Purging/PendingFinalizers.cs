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

    // Guarded by the lock. Not disposed: whoever waits may have read it before its end.
    private ManualResetEvent? _underWay;

    /// <summary>Those of .NET's collector.</summary>
    internal static PendingFinalizers OfProcess { get; } = new(WaitForAll);

    /// <summary>Waits for a wait that is under way, or begins one.</summary>
    /// <returns>False when the time is over, the wait is cancelled, or the system gives no thread.</returns>
    internal bool TryWait(TimeSpan timeout, CancellationToken cancellationToken) =>
        Begin() is { } ended && WaitHandle.WaitAny([ended, cancellationToken.WaitHandle], timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero) == 0;

    private ManualResetEvent? Begin()
    {
        lock (_lock)
        {
            if (_underWay is { } other)
                return other;
            var ended = new ManualResetEvent(false);
            _underWay = ended;
            if (OwnWork.TryStartThread("HotWeave finalizers", () => WaitAndTell(ended)))
                return ended;
            _underWay = null;
            return null;
        }
    }

    private void WaitAndTell(ManualResetEvent ended)
    {
        try
        {
            wait();
        }
        finally
        {
            lock (_lock)
                _underWay = null;
            ended.Set();
        }
    }

    private static void WaitForAll() => GC.WaitForPendingFinalizers();
}
