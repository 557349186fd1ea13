using HotWeave.Weaver.Analysis.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>What takes a value from the stack, as which of the values that it takes (0 is the deepest).</summary>
internal readonly record struct StackUse(Instruction User, int Position)
{
    /// <summary>
    /// Who takes the value that an instruction leaves on top of the stack; null where the code branches before anybody does.
    /// </summary>
    public static StackUse? FindTaker(Instruction producer) => FindTaker(producer, isCopied: false);

    /// <summary>The same for a value of which copies are made meanwhile, for others: who takes it itself.</summary>
    public static StackUse? FindTakerOfCopied(Instruction producer) => FindTaker(producer, isCopied: true);

    private static StackUse? FindTaker(Instruction producer, bool isCopied)
    {
        var depth = 1;
        for (var next = producer.Next; next?.OpCode.FlowControl is FlowControl.Next or FlowControl.Call or FlowControl.Meta; next
            = next.Next)
        {
            if (isCopied && depth == 1 && next.OpCode.Code == Code.Dup)
            {
                depth = 2;
                continue;
            }

            var pops = StackEffect.Pops(next);
            if (pops >= depth)
                return new StackUse(next, pops - depth);
            depth += StackEffect.Measure(next);
        }

        return null;
    }

    /// <summary>The type that a called method wants the value to be; null where nothing is called.</summary>
    public TypeReference? Wanted
    {
        get
        {
            if (User.Operand is not MethodReference method || User.OpCode.Code is not (Code.Call or Code.Callvirt or Code.Newobj))
                return null;
            var parameter = Position - (method.HasThis && User.OpCode.Code != Code.Newobj ? 1 : 0);
            return parameter < 0 ? method.DeclaringType : method.Parameters[parameter].ParameterType;
        }
    }
}
