using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Finds writes of static fields that are read-only where they are deployed: stores, and addresses that are not only read through.</summary>
internal static class ReadOnlyWrites
{
    /// <summary>Whether an instruction of the new build may write a field that the deployed build has as <paramref name="old"/>.</summary>
    public static bool Is(Instruction access, FieldDefinition field, FieldDefinition old) =>
        old.IsInitOnly && !GeneratedCode.IsGenerated(old.DeclaringType)
        && (access.OpCode.Code == Code.Stsfld
            // The compiler lets nobody write through the address of what is still read-only.
            || (access.OpCode.Code == Code.Ldsflda && !field.IsInitOnly && !OnlyReads(access)));

    // Follows the address to the instruction that takes it from the stack. Beyond a branch nothing is known.
    private static bool OnlyReads(Instruction load)
    {
        var above = 0;
        for (var user = load.Next; user is not null; user = user.Next)
        {
            if (StackEffect.Pops(user) > above)
                return user.OpCode.Code == Code.Ldflda ? OnlyReads(user) : Reads(user, StackEffect.Pops(user) - 1 - above);
            if (user.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call or FlowControl.Meta))
                return false;
            above += StackEffect.Measure(user);
        }

        return false;
    }

    private static bool Reads(Instruction user, int position) => user.OpCode.Code switch
    {
        Code.Ldfld or Code.Ldobj or Code.Ldind_I or Code.Ldind_I1 or Code.Ldind_I2 or Code.Ldind_I4 or Code.Ldind_I8 or Code.Ldind_R4 or Code.Ldind_R8
            or Code.Ldind_Ref or Code.Ldind_U1 or Code.Ldind_U2 or Code.Ldind_U4 => true,
        Code.Call or Code.Callvirt => Reads(user, (MethodReference)user.Operand, position),
        _ => false,
    };

    private static bool Reads(Instruction call, MethodReference method, int position)
    {
        if (method.HasThis && position == 0)
            return ReadsReceiver(call, method);
        var index = position - (method.HasThis ? 1 : 0);
        return method.Parameters[index].ParameterType is RequiredModifierType { ModifierType.Name: "InAttribute" }
            || (method.Resolve() is { } callee && callee.Parameters.Count == method.Parameters.Count && IsReadOnly(callee.Parameters[index]));
    }

    // constrained. S callvirt Object::ToString: a struct that does not override it is boxed, which copies it.
    private static bool ReadsReceiver(Instruction call, MethodReference method)
    {
        var constraint = call.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference receiver } ? receiver : null;
        if ((constraint ?? method.DeclaringType).Resolve() is not { } type)
            return false;
        if (type.IsEnum || IsReadOnly(type))
            return true;
        var called = constraint is null
            ? [method.Resolve()]
            : type.Methods.Where(m => m.IsVirtual && m.Parameters.Count == method.Parameters.Count && (m.Name == method.Name || m.Overrides.Any(o => o.Name == method.Name)));
        return type.IsValueType && called.All(static m => m is not null && IsReadOnly(m));
    }

    private static bool IsReadOnly(ICustomAttributeProvider member) =>
        member.CustomAttributes.Any(static a => a.AttributeType.FullName is "System.Runtime.CompilerServices.IsReadOnlyAttribute");
}
