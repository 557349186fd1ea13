using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>The member of HotWeave.Runtime that finds the instance of a generic case.</summary>
internal sealed class GenericCaseReferences
{
    public GenericCaseReferences(ModuleDefinition module)
    {
        var runtime = RuntimeReferences.AssemblyOf(module);
        Type = new TypeReference("HotWeave.Runtime", "GenericCases", module, runtime);
        var typeHandle = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        Find = module.CoreMethod(
            Type, "Find", false, module.TypeSystem.IntPtr, new ByReferenceType(Type), module.TypeSystem.Object, typeHandle, module.Core("System", "RuntimeMethodHandle", isValueType: true), typeHandle);
    }

    public TypeReference Type { get; }

    /// <summary><c>native int GenericCases::Find(GenericCases&amp;, object, RuntimeTypeHandle, RuntimeMethodHandle, RuntimeTypeHandle)</c></summary>
    public MethodReference Find { get; }
}
