namespace HotWeave.Loading;

/// <summary>
/// The patches whose assemblies are in the process and may be used again. A permanent one stays for ever, so that it is never
/// loaded a second time, whatever became of it; a reclaimable one is dropped when nobody uses it.
/// </summary>
internal sealed class LoadedPatches
{
    // Protects the lists and every patch's count of pins.
    private readonly object _lock = new();
    private readonly List<LoadedPatch> _patches = [];
    private readonly List<PatchAssembly> _assemblies = [];

    /// <summary>The assembly with this image, when a patch brought it before; null when none did.</summary>
    internal PatchAssembly? FindAssembly(string digest, IReadOnlyList<WovenAssembly> baselines)
    {
        lock (_lock)
            return _assemblies.Find(a => a.Is(digest, baselines));
    }

    /// <summary>All of them.</summary>
    internal IReadOnlyList<LoadedPatch> List()
    {
        lock (_lock)
            return [.. _patches];
    }

    /// <summary>Finds and pins; null when there is none.</summary>
    internal LoadedPatch? Find(string id, IReadOnlyList<WovenAssembly> baselines)
    {
        lock (_lock)
        {
            var patch = _patches.Find(p => p.IsFor(id, baselines));
            if (patch is not null)
                patch.Pins++;
            return patch;
        }
    }

    /// <summary>Adds, pinned once.</summary>
    internal LoadedPatch Add(LoadedPatch patch)
    {
        lock (_lock)
        {
            patch.Pins = 1;
            _patches.Add(patch);
            _assemblies.AddRange(patch.Assemblies.Except(_assemblies));
            return patch;
        }
    }

    internal void Unpin(params IEnumerable<LoadedPatch> patches)
    {
        lock (_lock)
        {
            foreach (var patch in patches)
                patch.Pins--;
        }
    }

    /// <summary>What stays for the life of the process and is not in force.</summary>
    internal RetainedCode FindRetained(IReadOnlyList<LoadedPatch> inForce)
    {
        lock (_lock)
        {
            var patches = _patches.FindAll(p => !p.IsReclaimable && !inForce.Contains(p));
            var used = inForce.SelectMany(static p => p.Assemblies).ToHashSet();
            var assemblies = patches.SelectMany(static p => p.Assemblies).Where(a => !used.Contains(a)).Distinct().ToList();
            return new RetainedCode
            {
                Patches = patches.Count,
                Assemblies = assemblies.Count,
                Bytes = patches.Select(static p => p.File).Distinct().Sum(static f => (long)f.Length) + assemblies.Sum(static a => a.Size),
            };
        }
    }

    /// <summary>
    /// Drops patches, pinned or not. What of their code runs stays until it does not any more, like that of the assemblies that they are
    /// for.
    /// </summary>
    internal void TakeOut(Predicate<LoadedPatch> isMeant)
    {
        lock (_lock)
        {
            _patches.RemoveAll(isMeant);
            UnloadUnused();
        }
    }

    /// <summary>Drops every patch that can be unloaded, is not pinned and not used.</summary>
    internal void DropAllBut(Func<LoadedPatch, bool> isUsed)
    {
        lock (_lock)
        {
            foreach (var patch in _patches.FindAll(p => p.IsReclaimable && p.Pins == 0 && !isUsed(p)))
                _patches.Remove(patch);
            UnloadUnused();
        }
    }

    private void UnloadUnused()
    {
        foreach (var assembly in _assemblies.FindAll(a => a.Context.IsCollectible && !_patches.Exists(p => p.Assemblies.Contains(a))))
        {
            _assemblies.Remove(assembly);
            assembly.Context.Unload();
        }
    }
}
