using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Which instructions of a body run once, whatever happens, and which variables are stored once.</summary>
internal sealed class MappingFlow
{
    private const int DispatchLength = 40;

    private readonly MethodBody _body;
    private readonly bool _isMachine;
    private readonly int[] _conditional;
    private readonly Dictionary<string, int> _stores = new(StringComparer.Ordinal);
    private readonly Dictionary<Instruction, int> _indexes = [];

    public MappingFlow(MethodDefinition method)
    {
        _body = method.Body;
        _isMachine = GeneratedCode.IsStateMachine(method.DeclaringType);
        _conditional = new int[_body.Instructions.Count + 1];
        for (var i = 0; i < _body.Instructions.Count; i++)
            _indexes[_body.Instructions[i]] = i;
        for (var i = 0; i < _body.Instructions.Count; i++)
            Look(_body.Instructions[i], i);
        foreach (var handler in _body.ExceptionHandlers)
            Mark(_indexes[handler.HandlerStart], handler.HandlerEnd is null ? _body.Instructions.Count : _indexes[handler.HandlerEnd]);
        for (var i = 1; i < _conditional.Length; i++)
            _conditional[i] += _conditional[i - 1];
        MarkAfterReturns();
    }

    public int IndexOf(Instruction instruction) => _indexes[instruction];

    /// <summary>Whether it may run not at all, or more than once.</summary>
    public bool IsConditional(Instruction instruction) => _conditional[_indexes[instruction]] > 0;

    /// <summary>How many branches may pass an instruction by.</summary>
    public int MeasureDepth(Instruction instruction) => _conditional[_indexes[instruction]];

    /// <summary>Whether a variable has one value from its store on.</summary>
    public bool IsStoredOnce(string variable) => _stores.TryGetValue(variable, out var count) && count == 1;

    /// <summary>
    /// The variable that an instruction loads or stores: a local, or one that an asynchronous method keeps in a field; null where it does
    /// neither.
    /// </summary>
    public string? FindVariable(Instruction instruction)
    {
        var (name, operand) = LongForm.Read(instruction, _body);
        if (operand is int index && name is "ldloc" or "stloc")
            return "local " + index;
        return _isMachine && instruction.Operand is FieldReference field && field.Name.Contains(">5__") ? field.Name : null;
    }

    private void Look(Instruction instruction, int at)
    {
        var (name, operand) = LongForm.Read(instruction, _body);
        if (name is "ldloca")
            Count("local " + operand, 2);
        else if (instruction.OpCode.Code == Code.Ldflda && FindVariable(instruction) is { } addressed)
            Count(addressed, 2);
        // An asynchronous method clears at its end what it kept.
        else if ((name == "stloc" || instruction.OpCode.Code == Code.Stfld) && FindVariable(instruction) is { } stored && instruction.Previous?.OpCode.Code != Code.Ldnull)
            Count(stored, 1);
        if (_isMachine && IsDispatch(at))
            return;
        switch (operand)
        {
            case Instruction target when !LambdaPattern.IsCacheBranch(instruction):
                MarkBranch(at, _indexes[target]);
                break;
            case Instruction[] targets:
                foreach (var target in targets)
                    MarkBranch(at, _indexes[target]);
                break;
        }
    }

    // Where a state machine goes on: the branches by the state, before it has called anything.
    private bool IsDispatch(int at) => at < DispatchLength && _body.Instructions.Take(at).All(static i => i.OpCode.FlowControl != FlowControl.Call);

    // leave goes to the end of its region, and what is between is not jumped over but the handler.
    private void MarkBranch(int from, int to)
    {
        if (_body.Instructions[from].OpCode.Code is Code.Leave or Code.Leave_S)
            return;
        if (to > from)
            Mark(from + 1, to);
        else
            Mark(to, from + 1);
    }

    private void Mark(int from, int to)
    {
        if (to <= from)
            return;
        _conditional[from]++;
        _conditional[to]--;
    }

    // What stands behind a return that may have been taken.
    private void MarkAfterReturns()
    {
        var isBehind = false;
        for (var i = 0; i < _body.Instructions.Count; i++)
        {
            if (isBehind)
                _conditional[i]++;
            isBehind |= _conditional[i] > 0 && IsReturn(_body.Instructions[i]);
        }
    }

    // A state machine also leaves to wait.
    private bool IsReturn(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ret => true,
        Code.Leave or Code.Leave_S => _isMachine && instruction.Previous?.Operand is not MethodReference { Name: "AwaitUnsafeOnCompleted" or "AwaitOnCompleted" },
        _ => false,
    };

    private void Count(string variable, int count) => _stores[variable] = (_stores.TryGetValue(variable, out var known) ? known : 0) + count;
}
