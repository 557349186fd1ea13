using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>How many values are on the stack before each instruction of a body.</summary>
internal static class StackDepths
{
    /// <summary>The depths by the instructions' indexes; null for what nothing leads to.</summary>
    public static int?[] Measure(MethodBody body, IReadOnlyDictionary<Instruction, int> index)
    {
        var depths = new int?[body.Instructions.Count];
        depths[0] = 0;
        foreach (var handler in body.ExceptionHandlers)
        {
            var isGiven = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            depths[index[handler.HandlerStart]] = isGiven ? 1 : 0;
            if (handler.FilterStart is not null)
                depths[index[handler.FilterStart]] = 1;
        }

        // ECMA-335 III.1.7.5: what follows a jump that nothing earlier leads to begins with an empty stack.
        for (var i = 0; i < depths.Length; i++)
        {
            if (depths[i] is not { } before)
                continue;
            var instruction = body.Instructions[i];
            var flow = instruction.OpCode.FlowControl;
            var after = instruction.OpCode.Code is Code.Leave or Code.Leave_S ? 0 : before + StackEffect.Measure(instruction);
            foreach (var target in instruction.Operand switch { Instruction to => [to], Instruction[] many => many, _ => Array.Empty<Instruction>() })
                depths[index[target]] ??= after;
            if (flow is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw) && i + 1 < depths.Length)
                depths[i + 1] ??= after;
        }

        return depths;
    }
}
