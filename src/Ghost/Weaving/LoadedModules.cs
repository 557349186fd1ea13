using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>The modules of the process, by their ids. Those that go with their load contexts are left out: nobody says when their places are free.</summary>
internal sealed unsafe class LoadedModules
{
    private readonly List<(Guid Id, nint Module)> _modules = [];

    public LoadedModules(ProfilerInfo info)
    {
        GhostException.Check(info.EnumerateModules(out var enumerator), GhostStep.FindModule);
        try
        {
            nint module;
            uint taken;
            while (((delegate* unmanaged<void*, uint, nint*, uint*, int>)(*(void***)enumerator)[7])(enumerator, 1, &module, &taken) >= 0 && taken == 1)
            {
                if (info.IsCollectible(module) || !MetadataReader.TryOpen(info, module, out var reader))
                    continue;
                using (reader)
                {
                    if (reader.TryReadId(out var id))
                        _modules.Add((id, module));
                }
            }
        }
        finally
        {
            ComObject.Release(enumerator);
        }
    }

    /// <summary>The modules of this id: several where load contexts hold copies.</summary>
    public IReadOnlyList<nint> Find(Guid id)
    {
        var found = _modules.Where(m => m.Id == id).Select(static m => m.Module).Distinct().ToList();
        return found.Count > 0 ? found : throw new GhostException(GhostStep.FindModule, HResult.Fail);
    }
}
