using HotWeave.Loading;

namespace HotWeave.Swapping;

/// <summary>The patches that are prepared and neither committed nor discarded, in the order of preparing.</summary>
internal sealed class PreparedPatches
{
    // Protects the list and every prepared patch's hold on its loaded patch.
    private readonly object _lock = new();
    private readonly List<PreparedPatch> _waiting = [];

    internal PreparedPatch Add(PreparedPatch prepared)
    {
        lock (_lock)
            _waiting.Add(prepared);
        return prepared;
    }

    /// <exception cref="InvalidOperationException">It was committed or discarded before.</exception>
    internal LoadedPatch Take(PreparedPatch prepared) =>
        TryTake(prepared) ?? throw new InvalidOperationException("The patch was committed or discarded before.");

    internal LoadedPatch? TryTake(PreparedPatch prepared)
    {
        lock (_lock)
        {
            _waiting.Remove(prepared);
            var patch = prepared.Loaded;
            prepared.Loaded = null;
            return patch;
        }
    }

    /// <summary>After a commit that was refused: it can be tried again.</summary>
    internal void PutBack(PreparedPatch prepared, LoadedPatch patch)
    {
        lock (_lock)
        {
            prepared.Loaded = patch;
            _waiting.Add(prepared);
        }
    }

    internal IReadOnlyList<string> Ids()
    {
        lock (_lock)
            return [.. _waiting.Select(static p => p.Id)];
    }
}
