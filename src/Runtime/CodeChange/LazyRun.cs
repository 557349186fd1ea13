using HotWeave.Loading;

namespace HotWeave.CodeChange;

/// <summary>What hooks of an object that is converted at its first touch belong to: no swap is under way, and what they name is converted when it is touched.</summary>
/// <param name="services">The application's.</param>
/// <param name="rollBack">Goes back from a patch whose hook failed. What it throws as a <see cref="SwapException"/> it has told everybody.</param>
internal sealed class LazyRun(Func<IServiceProvider?> services, Func<LoadedPatch, Task> rollBack) : IChangeRun
{
    // One rollback at a time. Set by whoever begins it, cleared when it ended.
    private int _isRollingBack;

    // Nobody knows which version left the object as it is.
    public VersionNumber FromVersion => UnitOfWork.Version;

    public VersionNumber ToVersion => UnitOfWork.Version;

    public CancellationToken Cancellation => default;

    public IServiceProvider? Services => services();

    public void Add(object instance)
    {
    }

    public void Write(Action write) => write();

    /// <summary>Begins the rollback that a hook's failure at a first touch asks for.</summary>
    internal void BeginRollback(LoadedPatch patch)
    {
        if (Interlocked.Exchange(ref _isRollingBack, 1) == 0)
            _ = RollBackAsync(patch);
    }

    private async Task RollBackAsync(LoadedPatch patch)
    {
        try
        {
            await rollBack(patch).ConfigureAwait(false);
        }
        catch (SwapException)
        {
            // The next failure tries again.
        }
        finally
        {
            Volatile.Write(ref _isRollingBack, 0);
        }
    }
}
