using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>How many values an instruction takes from the stack and leaves on it (ECMA-335 III).</summary>
internal static class StackEffect
{
    /// <summary>How many values there are more after it.</summary>
    public static int Measure(Instruction instruction) => Pushes(instruction) - Pops(instruction);

    /// <summary>How many values it takes.</summary>
    public static int Pops(Instruction instruction) => instruction.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
            or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
        StackBehaviour.Varpop => Arguments(instruction),
        _ => 0,
    };

    private static int Arguments(Instruction instruction) => instruction.Operand switch
    {
        IMethodSignature method => method.Parameters.Count
            + (method.HasThis && !method.ExplicitThis && instruction.OpCode.Code != Code.Newobj ? 1 : 0)
            + (instruction.OpCode.Code == Code.Calli ? 1 : 0),
        _ => 0,
    };

    private static int Pushes(Instruction instruction) => instruction.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => instruction.Operand is IMethodSignature { ReturnType.MetadataType: not MetadataType.Void } ? 1 : 0,
        _ => 1,
    };
}
