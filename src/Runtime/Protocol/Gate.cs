namespace HotWeave.Protocol;

/// <summary>
/// Where new root units wait while a quiescent turn lets the running ones end. Waiters hold no thread unless they are synchronous,
/// and there may be only so many of those. Belongs to one turn; once open it stays open.
/// </summary>
internal sealed class Gate(int blockedLimit) : IDisposable
{
    // Asynchronous continuations: Open must not run waiters' code on the thread that turns. Threads that block are woken directly,
    // without the pool.
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The turning thread sleeps on it. Not disposed: a unit may still notice its leave.
    private readonly AutoResetEvent _changed = new(false);

    // Null until no unit runs. Set by the turning thread; a door that misses it answered before the code change began.
    private volatile OutsideCalls? _outside;

    // Changed by interlocked operations only.
    private int _waiting;
    private int _blocked;

    /// <summary>Who answers calls from outside units while state is carried over; null at other times.</summary>
    internal OutsideCalls? Outside
    {
        get => _outside;
        set => _outside = value;
    }

    /// <summary>Units that wait, blocked ones included.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether more threads block than may.</summary>
    internal bool IsOverrun => Volatile.Read(ref _blocked) > blockedLimit;

    /// <summary>Completes when the gate opens.</summary>
    internal Task Opened => _open.Task;

    /// <summary>Opens; does nothing when it is open.</summary>
    public void Dispose() => _open.TrySetResult();

    /// <summary>Waits without a thread.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _open.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Blocks the thread. Too many of these undo the turn, which opens the gate.</summary>
    internal void Wait()
    {
        Interlocked.Increment(ref _waiting);
        if (Interlocked.Increment(ref _blocked) > blockedLimit)
            _changed.Set();
        try
        {
            _open.Task.Wait();
        }
        finally
        {
            Interlocked.Decrement(ref _blocked);
            Interlocked.Decrement(ref _waiting);
        }
    }

    internal void NoticeLeave() => _changed.Set();

    /// <summary>For the turning thread: sleeps until a unit left, or threads block beyond the limit, since the last sleep.</summary>
    internal void Sleep(TimeSpan longest, CancellationToken cancellationToken) =>
        WaitHandle.WaitAny([_changed, cancellationToken.WaitHandle], longest);
}
