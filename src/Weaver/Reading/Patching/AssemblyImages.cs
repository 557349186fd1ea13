using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>One assembly in its deployed and its new build; what an earlier patch is has no other.</summary>
internal sealed record AssemblyImages(DeployedImages Then, BuildImage? Now) : IDisposable
{
    /// <summary>Whether nobody looked for damage yet.</summary>
    public bool LeavesChecks { get; init; }

    /// <summary>The deployed build.</summary>
    public DeployedModule Deployed { get; } = new(Then.Woven.Module, Then.Old.Image.Module, BaselineMark.Read(Then.Woven.Module.Assembly)?.Id ?? "");

    /// <summary>The builds without their weaving.</summary>
    public IEnumerable<BuildImage> Builds => Now is null ? [Then.Old] : [Then.Old, Now];

    /// <summary>Adds the modules whose instructions in their images are those that a compiler wrote: weaving was taken out there, or there was none.</summary>
    public void AddTo(RawModules modules)
    {
        foreach (var build in Builds)
        {
            if (build.Image.Raw is not { } raw || (build.Unwoven is null && BaselineMark.Read(build.Image.Module.Assembly) is not null))
                continue;
            var module = new RawModule(build.Image.Module, raw);
            if (build.Unwoven is { } unwoven)
                module.AddWeaving(unwoven.Exports, unwoven.Moved.Values);
            modules.Add(module);
        }
    }

    /// <summary>Makes the images of another assembly known to those of the same kind here.</summary>
    public void Know(AssemblyImages other)
    {
        Then.Woven.Know(other.Then.Woven);
        Then.Old.Image.Know(other.Then.Old.Image);
        if (other.Now is not null)
            Now?.Image.Know(other.Now.Image);
    }

    /// <summary>Makes an assembly that is deployed and does not change known here.</summary>
    public void KnowDeployed(ModuleImage other)
    {
        Then.Woven.Know(other);
        Then.Old.Image.Know(other);
        other.Know(Then.Woven);
    }

    /// <summary>What was taken out of the image that a module was read from; null where its bodies are woven still, or never were.</summary>
    public UnwovenImage? UnwovenOf(ModuleDefinition module) => Builds.FirstOrDefault(b => b.Image.Module == module)?.Unwoven;

    /// <inheritdoc/>
    public void Dispose()
    {
        Then.Dispose();
        Now?.Dispose();
    }
}
