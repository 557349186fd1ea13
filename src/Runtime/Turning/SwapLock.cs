using HotWeave.Diagnostics;

namespace HotWeave.Turning;

/// <summary>Lets one operation run at a time; a second one is refused by the name of the first, and never waits for it.</summary>
/// <param name="released">Called by the holder just before the next one may come. Must not throw.</param>
/// <param name="freed">Called by who was the holder, just after. Must not throw.</param>
internal sealed class SwapLock(Action released, Action freed)
{
    // Held by what HotWeave does by itself for as long as that takes, and by an operation for the moment in which it takes the lock: operators wait
    // for such work, which is short, runs nobody else's code and waits for nobody, and are never refused because of it.
    private readonly object _ownWork = new();

    // Guarded by _ownWork, which lets its own thread in again.
    private bool _isOwnWorkUnderWay;

    // Set under _ownWork, by whoever runs the operation, and taken back without.
    private string? _holder;

    /// <summary>The operation that holds the lock, in words; null when it is free.</summary>
    internal string? Holder => Volatile.Read(ref _holder);

    /// <exception cref="SwapException">HW6201.</exception>
    internal Hold Acquire(string operation)
    {
        lock (_ownWork)
        {
            return Interlocked.CompareExchange(ref _holder, operation, null) is { } holder
                ? throw SwapDiagnostics.Busy.Refuse(holder)
                : new Hold(this);
        }
    }

    /// <summary>Runs what HotWeave does by itself, between operations.</summary>
    /// <param name="work">Must not throw.</param>
    /// <returns>False, at once, when an operation holds the lock or the caller is such work.</returns>
    internal bool TryRunOwnWork(Action work)
    {
        lock (_ownWork)
        {
            if (_isOwnWorkUnderWay || Holder is not null)
                return false;
            _isOwnWorkUnderWay = true;
            work();
            _isOwnWorkUnderWay = false;
            return true;
        }
    }

    /// <summary>Says more of what the holder does; for whoever holds it.</summary>
    internal void Rename(string operation) => Volatile.Write(ref _holder, operation);

    private void Release()
    {
        released();
        Interlocked.Exchange(ref _holder, null);
        freed();
    }

    internal readonly struct Hold(SwapLock owner) : IDisposable
    {
        public void Dispose() => owner.Release();
    }
}
