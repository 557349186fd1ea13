using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Mapping;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>
/// Takes a body apart into the calls that map end points and can be made again, and all else. A call can be made again where it runs once,
/// whatever happens, and is given a builder and values that can be made anew.
/// </summary>
internal sealed class MappingReader
{
    private readonly MethodDefinition _body;
    private readonly MappingValues _values;
    private readonly MappingFlow _flow;
    private readonly Func<MethodReference, OwnMapping?> _findOwn;
    private readonly bool _isMain;
    private readonly ReplayRules _rules;
    private readonly List<MappedValue> _stack = [];
    private readonly Dictionary<Instruction, List<MappedValue>> _saved = [];
    private readonly Dictionary<string, MappedValue> _variables = new(StringComparer.Ordinal);
    private readonly List<MappedCall> _calls = [];
    private readonly List<RestStatement> _rest = [];
    private readonly HashSet<MappedCall> _tainted = [];
    private readonly Dictionary<MappedCall, IReadOnlyCollection<MethodDefinition>> _reached = [];
    private int _applications;

    private MappingReader(MethodDefinition body, ReplayRules rules, MemberText members, Func<MethodReference, OwnMapping?> findOwn, bool isMain)
    {
        _body = body;
        _rules = rules;
        _flow = new MappingFlow(body);
        _values = new MappingValues(body, rules, members, _flow);
        _findOwn = findOwn;
        _isMain = isMain;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="rules">Which calls can be made again.</param>
    /// <param name="members">Writes what it names.</param>
    /// <param name="findOwn">What is known of a method of the same builds that takes a builder; null where it is of another assembly.</param>
    /// <param name="isMain">Whether it makes the application itself; else it is given the builder first.</param>
    public static MappingCode Read(MethodDefinition body, ReplayRules rules, MemberText members, Func<MethodReference, OwnMapping?> findOwn, bool isMain) =>
        new MappingReader(body, rules, members, findOwn, isMain).Read();

    private MappingCode Read()
    {
        for (var next = _body.Body.Instructions[0]; next is not null;)
        {
            Join(next);
            if (LambdaPattern.Find(next) is { } pattern)
            {
                _stack.Add(_values.MakeHandler(pattern.Code));
                next = pattern.Next;
                continue;
            }

            Walk(next);
            next = next.Next;
        }

        if (_rules.IsSingle && _applications > 1)
            return new MappingCode([], [.. _rest]);
        Spread();
        List<MappedCall> calls = [.. _calls.Where(c => !_tainted.Contains(c))];
        return new MappingCode(calls, [.. _rest, .. _calls.Where(_tainted.Contains).Select(Left)])
        {
            Reached = [.. calls.SelectMany(c => _reached[c]).Distinct()],
        };
    }

    // What jumps here has what was on the stack then.
    private void Join(Instruction instruction)
    {
        if (!_saved.TryGetValue(instruction, out var saved))
            return;
        var falls = instruction.Previous?.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
        for (var i = 0; i < Math.Max(saved.Count, falls ? _stack.Count : 0); i++)
        {
            var before = i < saved.Count ? saved[i] : null;
            var after = falls && i < _stack.Count ? _stack[i] : before;
            var value = ReferenceEquals(before, after) || before is null ? after! : MappingValues.Merge(before, after!);
            if (i < _stack.Count)
                _stack[i] = value;
            else
                _stack.Add(value);
        }
    }

    private void Walk(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Nop:
                return;
            case Code.Br or Code.Br_S:
                Branch(instruction);
                return;
            case Code.Dup:
                var copied = _values.Settle(Pop(), _rest);
                _stack.Add(copied);
                _stack.Add(copied);
                return;
            case Code.Pop:
                Finish(Pop(), null);
                return;
            case Code.Ret or Code.Leave or Code.Leave_S:
                while (_stack.Count > 0)
                    Finish(_rules.MayReturn ? Pop() : Taint(Pop()), null);
                return;
            case Code.Stelem_Ref or Code.Stelem_I4 or Code.Stelem_Any:
                Store(instruction);
                return;
        }

        if (instruction.OpCode.OpCodeType == OpCodeType.Prefix)
            return;
        if (_flow.FindVariable(instruction) is { } variable)
            UseVariable(instruction, variable);
        else if (instruction.Operand is MethodReference called && instruction.OpCode.FlowControl == FlowControl.Call)
            Call(instruction, called);
        else
            Compute(instruction);
    }

    private void UseVariable(Instruction instruction, string variable)
    {
        var isField = instruction.Operand is FieldReference;
        if (StackEffect.Pops(instruction) > (isField ? 1 : 0))
        {
            var value = _values.Settle(Pop(), _rest);
            if (isField)
                Pop();
            if (_flow.IsStoredOnce(variable) && !_flow.IsConditional(instruction))
                _variables[variable] = value;
            // An asynchronous method clears at its end what it kept.
            else if (instruction.Previous?.OpCode.Code != Code.Ldnull)
                Finish(Taint(value), instruction);
            return;
        }

        if (isField)
            Pop();
        _stack.Add(_variables.TryGetValue(variable, out var known) ? known : _values.MakeVariable(instruction, variable));
    }

    private void Call(Instruction instruction, MethodReference called)
    {
        var arguments = PopMany(StackEffect.Pops(instruction));
        if (_isMain && _rules.MakesBuilder(called))
        {
            _applications++;
            Finish(_values.MakeUnknown(instruction, arguments, null), null);
            _stack.Add(MappingValues.Builder);
        }
        else if (arguments.Count > 0 && arguments[0].Kind is MappedKind.Builder or MappedKind.Result && _rules.TakesBuilder(called))
        {
            Map(instruction, called, arguments);
        }
        else
        {
            Push(instruction, called, _values.Make(instruction, called, [.. arguments.Select(Taint)]));
        }
    }

    private void Map(Instruction instruction, MethodReference called, List<MappedValue> arguments)
    {
        var own = _findOwn(called);
        var obstacle = _flow.IsConditional(instruction) ? "it is mapped only under a condition, or in a loop"
            : arguments.Skip(1).FirstOrDefault(static a => a.Kind != MappedKind.Plain) is { } value ? value.Obstacle ?? "it is given what other code has made"
            : own is not null ? own.Obstacle
            : _rules.IsRepeatable(called) ? null
            : _rules.ExplainObstacle(called);
        if (obstacle is null)
        {
            var call = new MappedCall(instruction, arguments, _values.Describe(called, arguments));
            _calls.Add(call);
            _reached.Add(call, own?.Reached ?? []);
            if (called.ReturnType.MetadataType != MetadataType.Void)
                _stack.Add(new MappedValue(MappedKind.Result) { Call = call, Text = "result of " + called.Name });
            return;
        }

        // What cannot be said again of an end point leaves it without that; a further end point of a group takes nothing from it.
        if (!_rules.Begins(called))
            Taint(arguments[0]);
        Push(instruction, called, _values.MakeUnknown(instruction, [.. arguments.Take(1), .. arguments.Skip(1).Select(Taint)], obstacle));
    }

    private void Compute(Instruction instruction)
    {
        if (StackEffect.Pops(instruction) is 0 && StackEffect.Measure(instruction) > 0)
        {
            _stack.Add(_values.MakeLeaf(instruction, _isMain));
            return;
        }

        var inputs = PopMany(StackEffect.Pops(instruction));
        if (instruction.Operand is Instruction or Instruction[])
            Branch(instruction);
        if (StackEffect.Measure(instruction) + inputs.Count > 0)
            _stack.Add(_values.Compute(instruction, [.. inputs.Select(Taint)]));
        else
            Finish(_values.MakeUnknown(instruction, [.. inputs.Select(Taint)], null), null);
    }

    private void Branch(Instruction instruction)
    {
        foreach (var target in instruction.Operand is Instruction one ? [one] : (Instruction[])instruction.Operand)
        {
            if (!_saved.ContainsKey(target))
                _saved.Add(target, [.. _stack]);
        }
    }

    // An element of an array that is made here belongs to it.
    private void Store(Instruction instruction)
    {
        var (value, index, array) = (Pop(), Pop(), Pop());
        if (array.Kind == MappedKind.Plain && index.Kind == MappedKind.Plain && value.Kind == MappedKind.Plain && array.Code.Count == 1 && array.Code[0].OpCode.Code == Code.Newarr && !_flow.IsConditional(instruction))
            array.AddElement(index, value, instruction);
        else
            Finish(_values.MakeUnknown(instruction, [Taint(array), index, Taint(value)], null), null);
    }

    private void Push(Instruction instruction, MethodReference called, MappedValue value)
    {
        if (called.ReturnType.MetadataType == MetadataType.Void && instruction.OpCode.Code != Code.Newobj)
            Finish(value, null);
        else
            _stack.Add(value);
    }

    private void Finish(MappedValue value, Instruction? last)
    {
        if (_values.MakeStatement(value, last) is { } statement)
            _rest.Add(statement);
    }

    // What is used where it cannot be followed may be changed there.
    private MappedValue Taint(MappedValue value)
    {
        if (value.Call is { } call)
            _tainted.Add(call);
        foreach (var input in value.Inputs)
            Taint(input);
        return value;
    }

    // What is said of an end point belongs to it, and what is mapped in a group to the group.
    private void Spread()
    {
        for (var count = -1; count != _tainted.Count;)
        {
            count = _tainted.Count;
            foreach (var call in _calls.Where(static c => c.Source is not null))
            {
                if (_tainted.Contains(call.Source!))
                    _tainted.Add(call);
                else if (_tainted.Contains(call) && !_rules.Begins(call.Method))
                    _tainted.Add(call.Source!);
            }
        }
    }

    private RestStatement Left(MappedCall call) =>
        new(new Statement(call.Text, StatementSummary.Write([call.Instruction]), [new StatementCall(call.Method, call.Text, true, false)], SymbolLocation.Find(_body, call.Instruction)), "something is said of it that cannot be said again");

    private List<MappedValue> PopMany(int count)
    {
        var values = new List<MappedValue>();
        for (var i = 0; i < count; i++)
            values.Insert(0, Pop());
        return values;
    }

    // What the walk does not follow, such as the object that a handler catches, has no value.
    private MappedValue Pop()
    {
        if (_stack.Count == 0)
            return MappingValues.Nothing;
        var value = _stack[_stack.Count - 1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }
}

/// <summary>What is known of a method of these builds that takes a builder.</summary>
/// <param name="Obstacle">Why it cannot be called again; null where it can.</param>
/// <param name="Reached">It, and the methods of these builds that it reaches.</param>
internal sealed record OwnMapping(string? Obstacle, IReadOnlyCollection<MethodDefinition> Reached);
