using HotWeave.Loading;
using HotWeave.Swapping;

namespace HotWeave.CodeChange;

/// <summary>What hooks of an object that is converted at its first touch belong to: no swap is under way, and what they name is converted when it is touched.</summary>
internal sealed class LazyRun : IChangeRun
{
    internal static LazyRun Instance { get; } = new();

    // Nobody knows which version left the object as it is.
    public VersionNumber FromVersion => UnitOfWork.Version;

    public VersionNumber ToVersion => UnitOfWork.Version;

    public CancellationToken Cancellation => default;

    public void Add(object instance)
    {
    }

    public void Write(Action write) => write();
}

/// <summary>What a hook's context reaches.</summary>
internal interface IChangeRun
{
    VersionNumber FromVersion { get; }

    VersionNumber ToVersion { get; }

    CancellationToken Cancellation { get; }

    /// <summary>Has an object converted, once.</summary>
    void Add(object instance);

    /// <summary>What a hook does to objects through its context; nothing once everything is restored.</summary>
    /// <exception cref="OperationCanceledException">The time is up.</exception>
    void Write(Action write);
}

/// <summary>The rollback that a hook's failure at a first touch begins.</summary>
internal static class LazyRollback
{
    // One at a time. Set by whoever begins it, cleared when it ended.
    private static int s_begun;

    internal static void Begin(Loading.LoadedPatch patch)
    {
        if (Interlocked.Exchange(ref s_begun, 1) == 0)
            _ = RunAsync(patch);
    }

    private static async Task RunAsync(Loading.LoadedPatch patch)
    {
        try
        {
            await Swapper.Instance.RollBackFailedAsync(patch).ConfigureAwait(false);
        }
        catch (SwapException)
        {
            // The operation has told everybody; the next failure tries again.
        }
        finally
        {
            Volatile.Write(ref s_begun, 0);
        }
    }
}
