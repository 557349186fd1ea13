using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>Which instruction of a body may run after which. Instructions are named by index.</summary>
internal sealed class FlowGraph
{
    private readonly List<int>[] _next;
    private readonly List<int>[] _thrown;
    private readonly Dictionary<Instruction, int> _index = [];
    private readonly HashSet<int> _yields = [];
    private readonly HashSet<Instruction> _targets;
    private readonly MethodBody _body;
    private readonly bool _isIterator;

    /// <summary>Reads the flow of <paramref name="body"/>.</summary>
    public FlowGraph(MethodBody body)
    {
        _body = body;
        _isIterator = Yields.AreIn(body.Method);
        _targets = [.. body.Instructions.SelectMany(static i => i.Operand switch { Instruction target => [target], Instruction[] targets => targets, _ => Array.Empty<Instruction>() })];
        Code = [.. body.Instructions];
        for (var i = 0; i < Code.Count; i++)
            _index.Add(Code[i], i);
        _next = [.. Code.Select(static _ => new List<int>(2))];
        _thrown = [.. Code.Select(static _ => new List<int>())];
        for (var i = 0; i < Code.Count; i++)
            Link(i);
        foreach (var handler in body.ExceptionHandlers)
            Link(handler);
    }

    /// <summary>The instructions.</summary>
    public IReadOnlyList<Instruction> Code { get; }

    /// <summary>Whether any branch goes back, so that there may be loops.</summary>
    public static bool HasBackwardBranch(MethodBody body)
    {
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target ? target.Offset <= instruction.Offset : instruction.Operand is Instruction[] targets && targets.Any(t => t.Offset <= instruction.Offset))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Where instruction <paramref name="at"/> goes on, exceptions aside; a <c>leave</c> goes to its target, whatever runs on the way.
    /// </summary>
    public IReadOnlyList<int> Next(int at) => _next[at];

    /// <summary>
    /// Whether an iterator yields at instruction <paramref name="at"/>, which goes on, for those who ask, with the next step.
    /// </summary>
    public bool IsYield(int at) => _yields.Contains(at);

    /// <summary>The index of an instruction.</summary>
    public int IndexOf(Instruction instruction) => _index[instruction];

    /// <summary>
    /// The loops among the instructions <paramref name="within"/>: the largest sets that all reach each other, handlers included.
    /// </summary>
    public IEnumerable<HashSet<int>> Loops(ICollection<int> within) => new LoopSearch(within, Successors).Run();

    /// <summary>What may run next after instruction <paramref name="at"/>, handlers of what it throws included.</summary>
    public IEnumerable<int> Successors(int at) => _next[at].Concat(_thrown[at]);

    private void Link(int at)
    {
        var instruction = Code[at];
        if (IsYield(instruction) && at + 1 < Code.Count)
        {
            _yields.Add(at);
            _next[at].Add(at + 1);
            return;
        }

        var isTaken = IsTaken(instruction);
        switch (instruction.Operand)
        {
            case Instruction when isTaken is false:
                break;
            case Instruction target:
                _next[at].Add(_index[target]);
                break;
            case Instruction[] targets:
                _next[at].AddRange(targets.Select(t => _index[t]));
                break;
        }

        var flow = instruction.OpCode.FlowControl;
        if (isTaken is not true && flow is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw) && at + 1 < Code.Count)
            _next[at].Add(at + 1);
    }

    private bool IsYield(Instruction instruction) =>
        Yields.IsOfAsynchronous(instruction) || (_isIterator && Yields.IsOfIterator(instruction, _body));

    // Whether a branch on a constant is taken (while true do …, in F#); null for all others.
    private bool? IsTaken(Instruction branch)
    {
        bool? on = branch.OpCode.Name switch { "brtrue" or "brtrue.s" => true, "brfalse" or "brfalse.s" => false, _ => null };
        bool? asked = branch.Previous?.OpCode.Name switch { "ldc.i4.1" => true, "ldc.i4.0" => false, _ => null };
        return on is null || asked is null || _targets.Contains(branch) ? null : on == asked;
    }

    // What is thrown within a try block may run the handler; a finally block goes on where the block was left to.
    private void Link(ExceptionHandler handler)
    {
        var (start, end) = (_index[handler.TryStart], End(handler.TryEnd));
        var first = _index[handler.FilterStart ?? handler.HandlerStart];
        for (var i = start; i < end; i++)
            _thrown[i].Add(first);
        if (handler.FilterStart is not null)
            _thrown[first].Add(_index[handler.HandlerStart]);
        if (handler.HandlerType != ExceptionHandlerType.Finally)
            return;
        var targets = Enumerable.Range(start, end - start)
            .Where(i => Code[i].OpCode.Code is Mono.Cecil.Cil.Code.Leave or Mono.Cecil.Cil.Code.Leave_S)
            .SelectMany(i => _next[i])
            .Where(t => t < start || t >= end)
            .Distinct()
            .ToList();
        for (var i = _index[handler.HandlerStart]; i < End(handler.HandlerEnd); i++)
        {
            if (Code[i].OpCode.Code == Mono.Cecil.Cil.Code.Endfinally)
                _thrown[i].AddRange(targets);
        }
    }

    private int End(Instruction? end) => end is null ? _body.Instructions.Count : _index[end];
}
