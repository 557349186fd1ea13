using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising;

/// <summary>One assembly of a patch: as its files have it, and as it is compared.</summary>
internal sealed class NormalisedAssembly : IDisposable
{
    private readonly AssemblyImages _files;
    private readonly BuildImage _old;
    private readonly BuildImage? _new;

    /// <param name="files">The files.</param>
    /// <param name="reader">Reads them again.</param>
    /// <param name="readsRows">Whether bodies are compared where they stand in the files, as far as that can be done.</param>
    public NormalisedAssembly(AssemblyImages files, ModuleReader reader, bool readsRows)
    {
        _files = files;
        _old = BuildImage.MakeDeployed(files.Woven, files.Symbols, reader, readsRows);
        _new = files.New is null ? null : BuildImage.MakeNew(files.New, reader, readsRows);
        Deployed = new DeployedModule(files.Woven.Module, _old.Image.Module, files.Id);
    }

    /// <summary>The deployed build, woven and unwoven.</summary>
    public DeployedModule Deployed { get; }

    /// <summary>The builds that are compared; of an earlier patch there is one only.</summary>
    public IEnumerable<BuildImage> Builds => _new is null ? [_old] : [_old, _new];

    /// <summary>The new build, where there is one.</summary>
    public BuildImage? New => _new;

    /// <summary>Whether nobody looked for damage yet.</summary>
    public bool LeavesChecks => _files.LeavesChecks;

    /// <summary>The builds' resources for cultures.</summary>
    public SatellitePair Satellites => _files.Satellites;

    /// <summary>Makes the images of another assembly known to those of the same kind here.</summary>
    public void Know(NormalisedAssembly other)
    {
        _files.Woven.Know(other._files.Woven);
        _old.Image.Know(other._old.Image);
        if (other._new is not null)
            _new?.Image.Know(other._new.Image);
    }

    /// <summary>Makes an assembly that is deployed and does not change known here.</summary>
    public void KnowDeployed(ModuleImage other)
    {
        _files.Woven.Know(other);
        _old.Image.Know(other);
        other.Know(_files.Woven);
    }

    /// <summary>Takes out of both builds in memory what is left of their weaving.</summary>
    /// <param name="rawOf">What hears of changes to a module; null where its rows are not read.</param>
    public void Unweave(Func<ModuleDefinition, RawModuleBuilder?> rawOf)
    {
        foreach (var build in Builds)
        {
            if (build.Unwoven is { } image)
                Unweaver.Unweave(build.Image.Module, image, rawOf(build.Image.Module));
            else
                Unweaver.Unweave(build.Image.Module);
        }
    }

    /// <summary>Disposes what was read again; the files belong to who read them.</summary>
    public void Dispose()
    {
        _old.Image.Dispose();
        if (_new is not null && _new.Image != _files.New)
            _new.Image.Dispose();
    }
}
