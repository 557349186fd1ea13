using System.Reflection;

namespace HotWeave.Control.Ghost;

/// <summary>
/// The assemblies that were woven in memory: of one module several where load contexts hold copies. One is added when it is woven, so that
/// what is done afterwards is done to it too. Thread-safe.
/// </summary>
internal sealed class WovenCopies
{
    // Protects the set. Nothing is called under it that could wait: the application's threads that load assemblies come here.
    private readonly object _lock = new();
    private readonly HashSet<Assembly> _copies = [];

    /// <summary>Adds one, once.</summary>
    public void Add(Assembly copy)
    {
        lock (_lock)
            _copies.Add(copy);
    }

    /// <summary>How many there are of each module.</summary>
    public Dictionary<Guid, int> CountByModule()
    {
        List<Assembly> copies;
        lock (_lock)
            copies = new List<Assembly>(_copies);
        var counts = new Dictionary<Guid, int>();
        foreach (var copy in copies)
        {
            var id = copy.ManifestModule.ModuleVersionId;
            counts[id] = counts.GetValueOrDefault(id) + 1;
        }

        return counts;
    }
}
