using HotWeave.Patches.Format;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>The assembly of an earlier patch that brought types, which keep their identity in the patches after it.</summary>
/// <param name="Module">The assembly, woven and unwoven.</param>
/// <param name="Part">The assembly as the patch file has it.</param>
internal sealed record EarlierPatch(DeployedModule Module, PatchPart Part)
{
    /// <summary>The types, unwoven, that the patch added to an assembly.</summary>
    public IEnumerable<TypeDefinition> TypesAddedTo(string assembly) =>
        Part.AddedTypes.Where(t => t.Assembly == assembly).Select(t => Module.Old.GetType(t.Type.Replace('+', '/'))).Where(static t => t is not null);
}
