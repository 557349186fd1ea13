using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>The modules of the process, by their ids.</summary>
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
                if (!MetadataReader.TryOpen(info, module, out var reader))
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

    /// <summary>The only module of this id.</summary>
    public nint Find(Guid id)
    {
        var found = _modules.FindAll(m => m.Id == id);
        return found.Count == 1
            ? found[0].Module
            : throw new GhostException(found.Count == 0 ? GhostStep.FindModule : GhostStep.SeveralModules, HResult.Fail);
    }
}
