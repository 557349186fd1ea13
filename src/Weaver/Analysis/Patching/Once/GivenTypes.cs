using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Of which types values are that code gives to calls which take any, as far as the code before the call shows it.</summary>
internal sealed class GivenTypes(MethodDefinition method)
{
    private readonly HashSet<Instruction> _targets =
        [.. method.Body.Instructions.SelectMany(static i =>
            i.Operand switch { Instruction one => [one], Instruction[] many => many, _ => Array.Empty<Instruction>() })];

    /// <summary>The type of an argument; null where that is not to be seen.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">Which parameter it is for.</param>
    public TypeReference? Find(Instruction call, ParameterDefinition parameter)
    {
        var above = ((MethodReference)call.Operand).Parameters.Count - 1 - parameter.Index;
        // Where code jumps in between, the value has two sources.
        for (var next = call; !_targets.Contains(next) && next.Previous is { } before; next = before)
        {
            if (before.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call))
                return null;
            var pushes = StackEffect.Measure(before) + StackEffect.Pops(before);
            if (above < pushes)
                return pushes == 1 ? FindPushed(before) : null;
            above += StackEffect.Pops(before) - pushes;
        }

        return null;
    }

    private TypeReference? FindPushed(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldstr => method.Module.TypeSystem.String,
        Code.Box or Code.Castclass => (TypeReference)instruction.Operand,
        Code.Newarr => new ArrayType((TypeReference)instruction.Operand),
        Code.Ldfld or Code.Ldsfld => Close(((FieldReference)instruction.Operand).FieldType, (FieldReference)instruction.Operand),
        Code.Newobj => ((MethodReference)instruction.Operand).DeclaringType,
        Code.Call or Code.Callvirt => Close(((MethodReference)instruction.Operand).ReturnType, (MethodReference)instruction.Operand),
        Code.Ldarg or Code.Ldarg_S => ((ParameterDefinition)instruction.Operand) is { Index: >= 0 } given ? given.ParameterType : method.DeclaringType,
        Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 => FindArgument(instruction.OpCode.Code - Code.Ldarg_0),
        Code.Ldloc or Code.Ldloc_S => ((VariableDefinition)instruction.Operand).VariableType,
        Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3 => method.Body.Variables[instruction.OpCode.Code - Code.Ldloc_0].VariableType,
        _ => null,
    };

    private TypeReference FindArgument(int index) =>
        !method.HasThis ? method.Parameters[index].ParameterType : index == 0 ? method.DeclaringType : method.Parameters[index - 1].ParameterType;

    // A member's type speaks of the parameters of the type or method that it is a member of.
    private static TypeReference Close(TypeReference type, MemberReference member) => TypeParts.Map(type, part => part switch
    {
        GenericParameter { Owner: MethodReference } own when member is GenericInstanceMethod method => method.GenericArguments[own.Position],
        GenericParameter { Owner: TypeReference } own when member.DeclaringType is GenericInstanceType owner => owner.GenericArguments[own.Position],
        _ => part,
    });
}
