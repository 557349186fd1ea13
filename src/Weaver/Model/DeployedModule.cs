using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// A woven module that is in the process when a patch comes: a deployed assembly, or an earlier patch that brought types.
/// </summary>
/// <param name="Woven">The module as it is, with its stubs: what a patch refers to.</param>
/// <param name="Old">The same file with its weaving undone in memory: what a person wrote then. Definitions have the same tokens in
/// both.</param>
/// <param name="Id">The id that the weaver embedded; empty where nothing is deployed by that name.</param>
internal sealed record DeployedModule(ModuleDefinition Woven, ModuleDefinition Old, string Id)
{
    /// <summary>The assembly's simple name.</summary>
    public string Name => Old.Assembly.Name.Name;

    /// <summary>The definition as deployed, with its stubs, of one that is unwoven.</summary>
    public TypeDefinition WovenOf(TypeDefinition old) => (TypeDefinition)Woven.LookupToken(old.MetadataToken);

    /// <summary>The unwoven definition of one as deployed.</summary>
    public MethodDefinition OldOf(MethodDefinition woven) => (MethodDefinition)Old.LookupToken(woven.MetadataToken);
}
