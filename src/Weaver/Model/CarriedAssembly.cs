using HotWeave.Patches.Format;

namespace HotWeave.Weaver.Model;

/// <summary>An assembly that is not deployed and that a patch brings.</summary>
/// <param name="Dependency">The assembly as the patch file has it.</param>
/// <param name="BaselineId">The id that the weaver embedded; null where it is not woven, so that no later patch changes it.</param>
internal sealed record CarriedAssembly(PatchDependency Dependency, string? BaselineId)
{
    /// <summary>The simple name.</summary>
    public string Name => Dependency.Assembly;
}
