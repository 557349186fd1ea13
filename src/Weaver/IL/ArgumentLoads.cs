using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>The instructions that load arguments, in their shortest forms.</summary>
internal static class ArgumentLoads
{
    /// <summary>Loads all arguments of <paramref name="method"/> in order, <c>this</c> first.</summary>
    public static IEnumerable<Instruction> All(MethodDefinition method)
    {
        var count = method.Parameters.Count + (method.HasThis ? 1 : 0);
        for (var index = 0; index < count; index++)
            yield return Load(method, index);
    }

    private static Instruction Load(MethodDefinition method, int index) => index switch
    {
        0 => Instruction.Create(OpCodes.Ldarg_0),
        1 => Instruction.Create(OpCodes.Ldarg_1),
        2 => Instruction.Create(OpCodes.Ldarg_2),
        3 => Instruction.Create(OpCodes.Ldarg_3),
        _ => Instruction.Create(index <= byte.MaxValue ? OpCodes.Ldarg_S : OpCodes.Ldarg, method.Parameters[index - (method.HasThis ? 1 : 0)]),
    };
}
