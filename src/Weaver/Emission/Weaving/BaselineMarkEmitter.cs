using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>Marks an assembly as woven.</summary>
internal static class BaselineMarkEmitter
{
    /// <summary><c>[assembly: HotWeave.Runtime.Baseline(id, format, settings)]</c></summary>
    public static void Mark(ModuleDefinition module, BaselineMark mark, RuntimeReferences references)
    {
        var attribute = new CustomAttribute(references.BaselineConstructor);
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, mark.Id));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.Int32, mark.Format));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, mark.Settings));
        module.Assembly.CustomAttributes.Add(attribute);
    }
}
