using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Finds the instructions that compute what another one takes, where they stand in a row that always runs, once, and use no variables.</summary>
internal sealed class StraightCode
{
    private readonly MethodDefinition _method;
    private readonly Dictionary<Instruction, int> _index = [];

    public StraightCode(MethodDefinition method)
    {
        _method = method;
        foreach (var instruction in method.Body.Instructions)
            _index.Add(instruction, _index.Count);
    }

    /// <summary>The code of each of the last <paramref name="count"/> values that an instruction takes, in order; null where it is not of that kind.</summary>
    /// <param name="user">The instruction.</param>
    /// <param name="count">How many.</param>
    /// <param name="always">Whether it must be certain that the instruction runs, once, in every run of the method.</param>
    public IReadOnlyList<IReadOnlyList<DerivedStep>>? Taken(Instruction user, int count, bool always)
    {
        var values = new List<IReadOnlyList<DerivedStep>>();
        var end = _index[user];
        for (var n = 0; n < count; n++)
        {
            if (StartOf(end) is not { } start)
                return null;
            values.Insert(0, [.. _method.Body.Instructions.Skip(start).Take(end - start).Select(i => new DerivedStep(_method, i))]);
            end = start;
        }

        return IsReached(end, _index[user], always) ? values : null;
    }

    // Where the row begins that leaves one value before the instruction at the end.
    private int? StartOf(int end)
    {
        var missing = 1;
        for (var i = end - 1; i >= 0; i--)
        {
            var instruction = _method.Body.Instructions[i];
            if (!IsPlain(instruction))
                return null;
            missing -= StackEffect.Measure(instruction);
            // A prefix belongs to what follows.
            if (missing == 0)
                return i > 0 && _method.Body.Instructions[i - 1].OpCode.OpCodeType == OpCodeType.Prefix ? i - 1 : i;
        }

        return null;
    }

    private static bool IsPlain(Instruction instruction) =>
        instruction.OpCode.FlowControl is FlowControl.Next or FlowControl.Call or FlowControl.Meta
        && !instruction.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal) && !instruction.OpCode.Name.StartsWith("ldloc", StringComparison.Ordinal)
        && !instruction.OpCode.Name.StartsWith("starg", StringComparison.Ordinal) && !instruction.OpCode.Name.StartsWith("ldarga", StringComparison.Ordinal);

    private bool IsReached(int start, int end, bool always)
    {
        if (_method.Body.ExceptionHandlers.Count > 0 && always)
            return false;
        for (var i = 0; i < _method.Body.Instructions.Count; i++)
        {
            var instruction = _method.Body.Instructions[i];
            if (always && i < start && instruction.OpCode.FlowControl == FlowControl.Return)
                return false;
            foreach (var target in Targets(instruction))
            {
                // Into the row; round it; back before it.
                if ((target > start && target <= end) || (always && ((i < start && target > end) || (i > end && target <= start))))
                    return false;
            }
        }

        return true;
    }

    private IEnumerable<int> Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [_index[target]],
        Instruction[] targets => targets.Select(t => _index[t]),
        _ => [],
    };
}
