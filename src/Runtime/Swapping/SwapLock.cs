using HotWeave.Diagnostics;

namespace HotWeave.Swapping;

/// <summary>Lets one operation run at a time; a second one is refused by the name of the first, and never waits.</summary>
/// <param name="released">Called by the holder just before the next one may come. Must not throw.</param>
internal sealed class SwapLock(Action released)
{
    // Changed by interlocked operations only; whoever sets it runs the operation.
    private string? _holder;

    /// <summary>The operation that holds the lock, in words; null when it is free.</summary>
    internal string? Holder => Volatile.Read(ref _holder);

    /// <exception cref="SwapException">HW6201.</exception>
    internal Hold Take(string operation) =>
        Interlocked.CompareExchange(ref _holder, operation, null) is { } holder
            ? throw SwapDiagnostics.Busy.Refuse(holder)
            : new Hold(this);

    /// <summary>Says more of what the holder does; for whoever holds it.</summary>
    internal void Rename(string operation) => Volatile.Write(ref _holder, operation);

    private void Release() => released();

    internal readonly struct Hold(SwapLock owner) : IDisposable
    {
        public void Dispose()
        {
            owner.Release();
            Volatile.Write(ref owner._holder, null);
        }
    }
}
