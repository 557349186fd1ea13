using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>What of HotWeave.Runtime finds the instance of a generic case, and the instructions that ask it.</summary>
internal sealed class GenericCaseReferences
{
    // native int GenericCases::Find(GenericCases&, object, RuntimeTypeHandle, RuntimeMethodHandle, RuntimeTypeHandle)
    private readonly MethodReference _find;

    public GenericCaseReferences(ModuleDefinition module)
    {
        var runtime = RuntimeReferences.AssemblyOf(module);
        Type = new TypeReference("HotWeave.Runtime", "GenericCases", module, runtime);
        var typeHandle = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        _find = module.CoreMethod(
            Type, "Find", false, module.TypeSystem.IntPtr, new ByReferenceType(Type), module.TypeSystem.Object, typeHandle, module.Core("System", "RuntimeMethodHandle", isValueType: true), typeHandle);
    }

    public TypeReference Type { get; }

    /// <summary>
    /// <c>ldsflda cache; ldarg self; ldtoken type; ldtoken body; ldtoken arguments; call Find; stloc address; ldloc address; brfalse next</c>,
    /// where <c>self</c> is the first parameter.
    /// </summary>
    /// <returns>The variable that has the address.</returns>
    public VariableDefinition EmitFind(MethodDefinition method, FieldDefinition cache, TypeReference type, MethodDefinition body, TypeReference arguments, Instruction next)
    {
        var address = new VariableDefinition(method.Module.TypeSystem.IntPtr);
        method.Body.Variables.Add(address);
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldsflda, cache));
        code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[0]));
        code.Add(Instruction.Create(OpCodes.Ldtoken, type));
        code.Add(Instruction.Create(OpCodes.Ldtoken, body));
        code.Add(Instruction.Create(OpCodes.Ldtoken, arguments));
        code.Add(Instruction.Create(OpCodes.Call, _find));
        code.Add(Instruction.Create(OpCodes.Stloc, address));
        code.Add(Instruction.Create(OpCodes.Ldloc, address));
        code.Add(Instruction.Create(OpCodes.Brfalse, next));
        return address;
    }
}
