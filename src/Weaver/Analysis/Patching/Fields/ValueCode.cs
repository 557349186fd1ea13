using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds the code that computes what an instruction takes. It is a row that is entered at its beginning and left at its end, whatever it
/// branches to between; a variable in it is what the only store of it put there.
/// </summary>
internal sealed class ValueCode
{
    private readonly MethodDefinition _method;
    private readonly Mono.Collections.Generic.Collection<Instruction> _code;
    private readonly Dictionary<Instruction, int> _index = [];
    private readonly int?[] _depths;
    private readonly HashSet<int> _skipped;

    public ValueCode(MethodDefinition method)
    {
        _method = method;
        _code = method.Body.Instructions;
        foreach (var instruction in _code)
            _index.Add(instruction, _index.Count);
        _depths = StackDepths.Measure(method.Body, _index);
        _skipped = ArgumentChecks.Find(_code, _index);
        for (var i = 2; i < _code.Count; i++)
        {
            if (IsDefault(i))
                _skipped.UnionWith([i - 2, i - 1]);
        }
    }

    /// <summary>
    /// The code of each of the last <paramref name="count"/> values that an instruction takes, in order; null where it is not of that kind.
    /// </summary>
    /// <param name="user">The instruction.</param>
    /// <param name="count">How many.</param>
    /// <param name="always">Whether it must be certain that the instruction runs, once, in every run of the method.</param>
    public IReadOnlyList<IReadOnlyList<DerivedStep>>? Taken(Instruction user, int count, bool always)
    {
        var values = new List<IReadOnlyList<DerivedStep>>();
        var end = _index[user];
        for (var n = 0; n < count; n++)
        {
            if (StartOf(end) is not { } start || StepsOf(start, end, always) is not { } steps)
                return null;
            values.Insert(0, steps);
            end = start;
        }

        return IsReached(end, _index[user], always) ? values : null;
    }

    // Where the row begins that leaves one value more before the instruction at the end, and touches nothing below that.
    private int? StartOf(int end)
    {
        if (_depths[end] is not { } depth)
            return null;
        var lowest = depth;
        for (var i = end - 1; i >= 0; i--)
        {
            if (_skipped.Contains(i))
                continue;
            if (_depths[i] is not { } before || !IsPlain(_code[i]) || before < depth - 1)
                return null;
            lowest = Math.Min(lowest, before - StackEffect.Pops(_code[i]));
            if (lowest < depth - 1)
                return null;
            if (before == depth - 1 && IsClosed(i, end))
                return i > 0 && _code[i - 1].OpCode.OpCodeType == OpCodeType.Prefix ? i - 1 : i;
        }

        return null;
    }

    // Nobody enters the row but at its beginning, and it goes nowhere but to its end.
    private bool IsClosed(int start, int end)
    {
        for (var i = 0; i < _code.Count; i++)
        {
            var isWithin = i >= start && i < end;
            foreach (var target in TargetsOf(i))
            {
                if (isWithin ? target < start || target > end : target > start && target <= end)
                    return false;
            }
        }

        return true;
    }

    private List<DerivedStep>? StepsOf(int start, int end, bool always)
    {
        var (steps, places) = (new List<DerivedStep>(), new int[end - start]);
        var branches = new List<(DerivedStep Step, int Target)>();
        for (var i = start; i < end; i++)
        {
            places[i - start] = steps.Count;
            if (_skipped.Contains(i))
                continue;
            if (IsDefault(i))
            {
                steps.Add(new DerivedStep(_method, _code[i - 1]));
                continue;
            }

            if (_code[i].OpCode.Name.StartsWith("ldloc", StringComparison.Ordinal))
            {
                if (!always || ValueOf(_code[i]) is not { } value)
                    return null;
                steps.AddRange(DerivedStep.CopyAll(value));
                continue;
            }

            steps.Add(new DerivedStep(_method, _code[i]));
            if (_code[i].Operand is Instruction target)
                branches.Add((steps[steps.Count - 1], _index[target]));
        }

        if (branches.Exists(b => b.Target == end || places[b.Target - start] == steps.Count))
            steps.Add(new DerivedStep(_method, Instruction.Create(OpCodes.Nop)));
        foreach (var (step, target) in branches)
            step.Target = steps[target == end ? steps.Count - 1 : places[target - start]];
        return steps;
    }

    // What the only store of a variable, which always comes first, put there.
    private IReadOnlyList<DerivedStep>? ValueOf(Instruction load)
    {
        var uses = _code.Where(i => VariableOf(i) == VariableOf(load)).ToList();
        var stores = uses.FindAll(static i => !i.OpCode.Name.StartsWith("ldloc", StringComparison.Ordinal) || IsAddress(i));
        if (stores.Count != 1 || IsAddress(stores[0]) || _index[stores[0]] > _index[load])
            return null;
        if (Taken(stores[0], 1, always: true) is not { Count: 1 } taken)
            return null;
        // Two users would have two objects where the constructor makes one.
        var isText = UnchangingTypes.Contains(_method.Body.Variables[VariableOf(load)!.Value].VariableType);
        return uses.Count == 2 || taken[0].All(s => IsRepeatable(s.Code) || (isText && !InitialiserEffects.CanBeNoticed(s.Code))) ? taken[0] : null;
    }

    // ldloca v; initobj T; ldloc v
    private bool IsDefault(int at) =>
        at >= 2 && _code[at - 1].OpCode.Code == Code.Initobj && IsAddress(_code[at - 2]) && !IsAddress(_code[at])
        && VariableOf(_code[at]) is { } variable && _code[at].OpCode.Name.StartsWith("ldloc", StringComparison.Ordinal)
        && VariableOf(_code[at - 2]) == variable;

    private int? VariableOf(Instruction instruction) => LongForm.Read(instruction, _method.Body) switch
    {
        ("ldloc" or "stloc" or "ldloca", int number) => number,
        _ => null,
    };

    private static bool IsAddress(Instruction instruction) => instruction.OpCode.Code is Code.Ldloca or Code.Ldloca_S;

    private static bool IsRepeatable(Instruction instruction) =>
        instruction.OpCode.Code is not (Code.Newobj or Code.Newarr or Code.Box or Code.Ldsfld or Code.Ldsflda)
        && instruction.OpCode.FlowControl != FlowControl.Call;

    private static bool IsPlain(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Starg or Code.Starg_S or Code.Ldarga or Code.Ldarga_S or Code.Ldloca or Code.Ldloca_S or Code.Switch or Code.Leave
            or Code.Leave_S => false,
        // The compiler's own, which keeps a delegate without captures.
        Code.Stsfld => ((FieldReference)instruction.Operand).DeclaringType.Resolve() is { } type && GeneratedCode.IsGenerated(type),
        _ => instruction.OpCode.FlowControl is FlowControl.Next or FlowControl.Call or FlowControl.Meta or FlowControl.Branch
                or FlowControl.Cond_Branch
            && !instruction.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal),
    };

    private bool IsReached(int start, int end, bool always)
    {
        if (_method.Body.ExceptionHandlers.Count > 0 && always)
            return false;
        for (var i = 0; i < _code.Count; i++)
        {
            if (always && i < start && _code[i].OpCode.FlowControl == FlowControl.Return)
                return false;
            foreach (var target in TargetsOf(i).Where(_ => i < start || i >= end))
            {
                // Into the row; round it; back before it.
                if ((target > start && target <= end) || (always && ((i < start && target > end) || (i > end && target <= start))))
                    return false;
            }
        }

        return true;
    }

    private IEnumerable<int> TargetsOf(int index) => _code[index].Operand switch
    {
        Instruction target => [_index[target]],
        Instruction[] targets => targets.Select(t => _index[t]),
        _ => [],
    };
}
