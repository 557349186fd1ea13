using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Moves a body's arguments by one, for a body that is hosted in an override of a dispatch class, where argument 0 is the dispatch object:
/// argument n of the source is parameter n of the target.
/// </summary>
internal static class ArgumentShift
{
    /// <summary>The replacement for bodies of <paramref name="source"/>.</summary>
    public static InstructionReplacement MakeReplacement(MethodDefinition source) => (original, target) => Shift(original, source, target);

    /// <summary>The shifted instruction; null for one that names no argument.</summary>
    public static IReadOnlyList<Instruction>? Shift(Instruction original, MethodDefinition source, MethodBody target)
    {
        var code = original.OpCode.Code;
        if (code is >= Code.Ldarg_0 and <= Code.Ldarg_3)
            return [Instruction.Create(OpCodes.Ldarg, target.Method.Parameters[code - Code.Ldarg_0])];
        if (original.Operand is not ParameterDefinition parameter)
            return null;
        var index = parameter == source.Body.ThisParameter ? 0 : parameter.Index + (source.HasThis ? 1 : 0);
        return [Instruction.Create(Long(code), target.Method.Parameters[index])];
    }

    private static OpCode Long(Code code) => code switch
    {
        Code.Ldarg or Code.Ldarg_S => OpCodes.Ldarg,
        Code.Ldarga or Code.Ldarga_S => OpCodes.Ldarga,
        _ => OpCodes.Starg,
    };
}
