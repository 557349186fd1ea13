namespace HotWeave.Guarding;

/// <summary>
/// Work that is done on the thread pool again and again. Made once, so that whoever asks for it allocates nothing and gets no exception: it may hold
/// a lock, or be in the middle of giving something back.
/// </summary>
/// <param name="what">The work, in words.</param>
/// <param name="run">The work.</param>
internal sealed class RepeatedWork(string what, Action run) : IThreadPoolWorkItem
{
    /// <summary>Has it done soon; does it here, where the pool takes nothing.</summary>
    internal void Queue()
    {
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            Execute();
        }
    }

    void IThreadPoolWorkItem.Execute() => Execute();

    private void Execute() => OwnWork.Run(what, run);
}
