using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>What stands before bodies of a patch.</summary>
internal static class Prologues
{
    // ldarg.0; ldc.i4.1; call set mark
    /// <summary>Marks what a constructor of the new version makes as having the new shape, before its first field is set.</summary>
    public static void MarkNew(MethodDefinition constructor, MethodDefinition set)
    {
        var call = Instruction.Create(OpCodes.Call, set.Over([.. constructor.GenericParameters]));
        ILEditor.Open(constructor).Prepend(Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldc_I4_1), call);
    }

    // ldarg.0; callvirt Object::GetType; pop
    /// <summary>Has a null receiver throw before the body's first effect, as <c>callvirt</c> would have it.</summary>
    public static void CheckNull(MethodDefinition method)
    {
        var module = method.Module;
        var getType = module.CoreMethod(module.TypeSystem.Object, "GetType", true, module.Core("System", "Type"));
        var call = Instruction.Create(OpCodes.Callvirt, getType);
        ILEditor.Open(method).Prepend(Instruction.Create(OpCodes.Ldarg_0), call, Instruction.Create(OpCodes.Pop));
    }
}
