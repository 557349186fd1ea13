using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Sees through the setters of automatic properties. Visual Basic initialises such a property by a call of its setter, and constructors assign it so in C# too.</summary>
internal static class AutomaticProperties
{
    /// <summary>The field of <paramref name="type"/> that a call stores its last argument into, and does nothing else; null for other instructions.</summary>
    public static FieldDefinition? StoredBy(Instruction instruction, TypeDefinition type) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt && instruction.Operand is MethodReference reference
        && reference.Name.StartsWith("set_", StringComparison.Ordinal) && reference.DeclaringType.GetElementType() == type
        && reference.Resolve() is { IsSetter: true, HasBody: true } setter
            ? FieldOf(setter)
            : null;

    /// <summary>The static field that a call of a property's getter returns, and does nothing else; null for other instructions.</summary>
    public static FieldDefinition? LoadedBy(Instruction instruction)
    {
        if (instruction.OpCode.Code != Code.Call || instruction.Operand is not MethodReference { HasThis: false, HasParameters: false } reference || !reference.Name.StartsWith("get_", StringComparison.Ordinal))
            return null;
        if (reference.Resolve() is not { IsGetter: true, HasBody: true } getter || getter.Module != reference.Module)
            return null;
        var code = getter.Body.Instructions.Where(static i => i.OpCode.Code != Code.Nop).ToList();
        return code.Count == 2 && code[0].OpCode.Code == Code.Ldsfld && code[0].Operand is FieldReference field ? field.Resolve() : null;
    }

    /// <summary>The field of the object on the stack that a call of a property's getter returns, whichever object it is; null for other
    /// instructions.</summary>
    // (nop) ldarg.0 ldfld (nop) ret
    public static FieldDefinition? ReadBy(Instruction instruction)
    {
        if (instruction.Operand is not MethodReference { HasThis: true, HasParameters: false } reference
            || !reference.Name.StartsWith("get_", StringComparison.Ordinal)
            || reference.Resolve() is not { IsGetter: true, HasBody: true } getter || (instruction.OpCode.Code == Code.Callvirt && MayBeOverridden(instruction)))
            return null;
        var code = getter.Body.Instructions.Where(static i => i.OpCode.Code != Code.Nop).ToList();
        if (code.Count > 3 && code[2].OpCode.Name.StartsWith("stloc", StringComparison.Ordinal))
            code.RemoveAll(static i => i.OpCode.FlowControl == FlowControl.Branch || i.OpCode.Name.Contains("loc"));
        return code.Count == 3 && code[0].OpCode.Code == Code.Ldarg_0 && code[1].OpCode.Code == Code.Ldfld && code[1].Operand is FieldReference field
            ? field.Resolve()
            : null;
    }

    /// <summary>Whether an object of a derived type may run another setter.</summary>
    public static bool MayBeOverridden(Instruction call) => call.OpCode.Code == Code.Callvirt && call.Operand is MethodReference reference && reference.Resolve() is { IsVirtual: true, IsFinal: false, DeclaringType.IsSealed: false };

    // (nop) (ldarg.0) ldarg.1 stfld|stsfld (nop) ret
    private static FieldDefinition? FieldOf(MethodDefinition setter)
    {
        var code = setter.Body.Instructions.Where(static i => i.OpCode.Code != Code.Nop).ToList();
        var store = setter.IsStatic ? 1 : 2;
        return code.Count == store + 2 && code[store].OpCode.Code is Code.Stfld or Code.Stsfld && setter.Parameters.Count == 1
            && code.Take(store).All(static i => i.OpCode.Name.StartsWith("ldarg", StringComparison.Ordinal)) && code[store].Operand is FieldReference field
                ? field.Resolve()
                : null;
    }
}
