using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>The evaluation stack of a body that is walked once, from its first instruction to its last.</summary>
internal sealed class PlaceStack
{
    private readonly Dictionary<Instruction, Place[]> _arriving = [];
    private readonly HashSet<Instruction> _passed = [];
    private List<Place> _stack = [];
    private bool _isReached = true;

    /// <summary>Whether any branch goes back.</summary>
    public bool GoesBack { get; private set; }

    /// <summary>Whether an address of the struct was on the stack where ways meet that do not agree.</summary>
    public bool LostSelf { get; private set; }

    /// <summary>What is on top; anything where nothing is.</summary>
    public Place Top => _stack.Count > 0 ? _stack[_stack.Count - 1] : Place.Any;

    /// <summary>Notes with what handlers begin.</summary>
    public void Begin(IEnumerable<ExceptionHandler> handlers)
    {
        foreach (var handler in handlers)
        {
            _arriving[handler.HandlerStart] = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter
                ? [Place.Any] : [];
            if (handler.FilterStart is not null)
                _arriving[handler.FilterStart] = [Place.Any];
        }
    }

    /// <summary>Comes to the next instruction, from the one before it, from those that branch to it, or from both.</summary>
    public void Enter(Instruction instruction)
    {
        var arriving = _arriving.TryGetValue(instruction, out var known) ? known : null;
        if (!_isReached)
            _stack = [.. arriving ?? []];
        else if (arriving is not null)
            MergeArriving(arriving);
        _passed.Add(instruction);
    }

    /// <summary>Goes from an instruction to where it branches, and notes whether the next one follows it.</summary>
    public void Leave(Instruction instruction)
    {
        foreach (var target in instruction.Operand switch { Instruction one => [one], Instruction[] several => several, _ =>
            Array.Empty<Instruction>() })
        {
            var stack = instruction.OpCode.Code is Code.Leave or Code.Leave_S ? [] : _stack.ToArray();
            GoesBack |= _passed.Contains(target);
            if (_passed.Contains(target) || (_arriving.TryGetValue(target, out var before) && !before.SequenceEqual(stack)))
                LostSelf |= stack.Any(static p => p.IsOfSelf);
            _arriving[target] = stack;
        }

        _isReached = instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
    }

    /// <summary>Puts a value on top.</summary>
    public void Push(Place place) => _stack.Add(place);

    /// <summary>Takes the value on top.</summary>
    public Place Pop()
    {
        var top = Top;
        if (_stack.Count > 0)
            _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private void MergeArriving(Place[] arriving)
    {
        for (var i = 0; i < _stack.Count && i < arriving.Length; i++)
        {
            if (_stack[i] == arriving[i])
                continue;
            LostSelf |= _stack[i].IsOfSelf || arriving[i].IsOfSelf;
            _stack[i] = Place.Any;
        }
    }
}
