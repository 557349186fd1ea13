namespace HotWeave.Guarding;

/// <summary>
/// Begins work that nobody waits for. What such work throws would end the application, so it goes to <paramref name="failed"/> instead; and that the system gives
/// no thread is an answer, not an exception.
/// </summary>
/// <param name="failed">Told what failed, in words, and why. What it throws itself is lost: there is no frame left that could say it.</param>
internal sealed class Guard(Action<string, Exception> failed)
{
    /// <summary>Does it here and now.</summary>
    /// <param name="what">The work, in words.</param>
    /// <param name="run">The work.</param>
    internal void Run(string what, Action run)
    {
        try
        {
            run();
        }
        catch (Exception e)
        {
            Tell(what, e);
        }
    }

    /// <summary>Does it on a background thread of its own, which has nothing of the caller's context.</summary>
    /// <returns>False when the system gives no thread; nobody else is told.</returns>
    internal bool TryStartThread(string name, Action run)
    {
        try
        {
            new Thread(() => Run(name, run)) { IsBackground = true, Name = name }.UnsafeStart();
            return true;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    /// <summary>What takes an event of .NET itself.</summary>
    internal EventHandler Handle(string what, Action handle) => (_, _) => Run(what, handle);

    private void Tell(string what, Exception failure)
    {
        try
        {
            failed(what, failure);
        }
        catch (Exception)
        {
            // The end of the line: see the constructor's parameter.
        }
    }
}
