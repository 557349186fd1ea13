using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>One assembly in its deployed and its new build, as a patch is made from them.</summary>
/// <param name="Woven">The deployed module as it is, with its stubs: what a patch refers to.</param>
/// <param name="Old">The deployed module with its weaving undone in memory: what a person wrote then.</param>
/// <param name="New">The new build with its weaving, if any, undone in memory: what a person writes now.</param>
/// <param name="BaselineId">The id that the weaver embedded in the deployed module.</param>
internal sealed record AssemblyPair(ModuleDefinition Woven, ModuleDefinition Old, ModuleDefinition New, string BaselineId)
{
    /// <summary>The simple name both builds share.</summary>
    public string Name => Old.Assembly.Name.Name;
}
