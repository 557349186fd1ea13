namespace HotWeave.Protocol;

/// <summary>
/// Where new root units wait while a quiescent turn lets the running ones end. Waiters hold no thread unless they ask to. Belongs
/// to one <see cref="World"/>; once open it stays open.
/// </summary>
internal sealed class Gate
{
    // Asynchronous continuations: Open must not run waiters' code on the thread that turns.
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Replaced at each wait of the turning thread, completed by every unit that leaves meanwhile.
    private volatile TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the gate opens.</summary>
    internal Task Opened => _open.Task;

    internal void Open() => _open.SetResult();

    /// <summary>Take this before looking at the counters, then wait for it: it completes when a unit leaves after it was taken.</summary>
    internal Task NextLeave()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _left = source;
        // The counters are read after this; a unit that leaves counts down, then looks at _left.
        Interlocked.MemoryBarrier();
        return source.Task;
    }

    internal void NoticeLeave() => _left.TrySetResult();
}
