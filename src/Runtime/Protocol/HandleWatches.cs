namespace HotWeave.Protocol;

/// <summary>The handles that hold a unit. The one that it began with costs a store and no more until somebody looks; the others are listed.</summary>
internal struct HandleWatches
{
    // Written once, by whoever began the unit, before anybody else knows the handle; taken under the lock.
    private IUnitHandle? _first;

    // Guarded by the unit. Null until there are more handles than the first, or somebody has looked.
    private List<HandleWatch>? _watches;

    internal void BeginWith(IUnitHandle handle) => _first = handle;

    internal HandleWatch Add(Unit unit, IUnitHandle handle)
    {
        var watch = new HandleWatch(handle);
        lock (unit)
            (_watches ??= []).Add(watch);
        return watch;
    }

    internal readonly void Remove(Unit unit, HandleWatch watch)
    {
        lock (unit)
        {
            // Handles go as they came, the last one first.
            if (_watches is { } watches && watches.LastIndexOf(watch) is >= 0 and var index)
                watches.RemoveAt(index);
        }
    }

    /// <summary>Takes out the handles that are lost.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="weakens">Whether those that are still held strongly are held weakly from now on.</param>
    /// <returns>How many were; that many holds nobody else will give back.</returns>
    internal int TakeLost(Unit unit, bool weakens)
    {
        lock (unit)
        {
            if (weakens && _first is { } first)
            {
                _first = null;
                var watch = new HandleWatch(first);
                (_watches ??= []).Add(watch);
                // Either this sees that the handle is disposed, or its disposal, which fences between the two, sees the watch.
                if (!first.TryWatch(watch))
                    _watches.Remove(watch);
            }

            if (_watches is null)
                return 0;
            if (weakens)
                _watches.ForEach(static w => w.Weaken());
            return _watches.RemoveAll(static w => w.IsLost);
        }
    }
}
