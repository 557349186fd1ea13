using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>Adds the field for state that later versions add.</summary>
internal static class StateFieldEmitter
{
    /// <summary><c>.field private notserialized object '&lt;HotWeave&gt;state'</c></summary>
    public static void Add(TypeDefinition type, RuntimeReferences references)
    {
        var field = new FieldDefinition(GeneratedName.State, FieldAttributes.Private | FieldAttributes.NotSerialized, type.Module.TypeSystem.Object);
        field.CustomAttributes.Add(new CustomAttribute(references.CompilerGeneratedConstructor));
        type.Fields.Add(field);
    }
}
