using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds where a value is checked on its way: <c>argument ?? throw …</c>. An object that exists has passed its constructor, so its value
/// is the argument, and the check is not made again.
/// </summary>
internal static class ArgumentChecks
{
    /// <summary>The indexes of the instructions that only check.</summary>
    // dup; brtrue T; pop; …; throw; T:
    public static HashSet<int> Find(IList<Instruction> code, IReadOnlyDictionary<Instruction, int> index)
    {
        var found = new HashSet<int>();
        for (var i = 0; i + 2 < code.Count; i++)
        {
            if (code[i].OpCode.Code != Code.Dup || code[i + 1].OpCode.Code is not (Code.Brtrue or Code.Brtrue_S))
                continue;
            var end = index[(Instruction)code[i + 1].Operand];
            if (end > i + 2 && code[i + 2].OpCode.Code == Code.Pop && Throws(code, i + 2, end) && !IsEntered(code, index, i + 1, end))
                found.UnionWith(Enumerable.Range(i, end - i));
        }

        return found;
    }

    private static bool Throws(IList<Instruction> code, int start, int end)
    {
        for (var i = start; i < end - 1; i++)
        {
            if (code[i].OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call or FlowControl.Meta))
                return false;
        }

        return code[end - 1].OpCode.FlowControl == FlowControl.Throw;
    }

    private static bool IsEntered(IList<Instruction> code, IReadOnlyDictionary<Instruction, int> index, int start, int end) =>
        code.Any(i => (i.Operand is Instruction to && index[to] >= start && index[to] < end)
            || (i.Operand is Instruction[] many && many.Any(t => index[t] >= start && index[t] < end)));
}
