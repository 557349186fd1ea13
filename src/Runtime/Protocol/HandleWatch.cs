namespace HotWeave.Protocol;

/// <summary>
/// One hold on a unit, as the unit knows it: strongly until somebody looks after units that nobody can end any more, from then on weakly, so that a handle which everybody
/// has lost is found out. Guarded by the unit.
/// </summary>
internal sealed class HandleWatch(IUnitHandle handle)
{
    private IUnitHandle? _handle = handle;
    private WeakReference<IUnitHandle>? _weak;

    /// <summary>Whether nobody can dispose the handle any more.</summary>
    internal bool IsLost => _weak is { } weak && !weak.TryGetTarget(out _);

    internal void Weaken()
    {
        _weak ??= new WeakReference<IUnitHandle>(_handle!);
        _handle = null;
    }
}
