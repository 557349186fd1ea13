using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>One assembly in its deployed and its new build, as a patch is made from them.</summary>
/// <param name="Deployed">The deployed build.</param>
/// <param name="New">The new build with its weaving, if any, undone in memory: what a person writes now.</param>
/// <param name="Earlier">The assemblies of earlier patches, in the order they depend on each other; the same for all assemblies of a
/// patch.</param>
internal sealed record AssemblyPair(DeployedModule Deployed, ModuleDefinition New, IReadOnlyList<EarlierPatch> Earlier)
{
    /// <summary>The modules of all assemblies of a patch whose bodies can be read from their images.</summary>
    public RawModules Raw { get; init; } = RawModules.None;

    /// <summary>Their resources for cultures.</summary>
    public SatellitePair Satellites { get; init; } = SatellitePair.None;

    /// <summary>The types that are the same in both builds, as far as the rows of the files say.</summary>
    public UntouchedTypes Untouched
    {
        get => field ??= UntouchedTypes.None(this);
        init;
    }

    /// <summary>The deployed types beside which the patch brings new ones of the same name.</summary>
    public IReadOnlyCollection<TypeDefinition> Anew { get; init; } = [];

    /// <summary>Whether only the new build has the assembly, and all its types are types that the patch adds.</summary>
    public bool IsNewProject => Deployed.Id.Length == 0;

    /// <summary>The simple name both builds share.</summary>
    public string Name => Deployed.Name;

    /// <summary>The deployed module unwoven: what a person wrote then.</summary>
    public ModuleDefinition Old => Deployed.Old;

    /// <summary>The modules whose types keep their identity: the deployed one, then those of earlier patches, the latest first.</summary>
    public IEnumerable<DeployedModule> Modules => Earlier.Reverse().Select(static e => e.Module).Prepend(Deployed);
}
