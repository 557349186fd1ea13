using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which instruction of a method may follow which, by index; the index after the last one stands for the end of the method.</summary>
internal sealed class MethodFlow
{
    private readonly Dictionary<Instruction, int> _index = [];
    private readonly List<int>[] _next;
    private readonly List<int>[] _before;
    private readonly List<int>[] _after;

    public MethodFlow(MethodDefinition method)
    {
        Method = method;
        Code = [.. method.Body.Instructions];
        foreach (var instruction in Code)
            _index.Add(instruction, _index.Count);
        _next = [.. Code.Select((instruction, i) => Successors(instruction, i).Distinct().ToList())];
        _before = Lists();
        _after = Lists();
        for (var i = 0; i < Code.Count; i++)
        {
            foreach (var to in _next[i])
                Connect(i, to);
        }

        foreach (var handler in method.Body.ExceptionHandlers)
            ConnectHandler(handler);
    }

    public MethodDefinition Method { get; }

    public IReadOnlyList<Instruction> Code { get; }

    /// <summary>The index that stands for the end of the method.</summary>
    public int Exit => Code.Count;

    public int IndexOf(Instruction instruction) => _index[instruction];

    /// <summary>What follows where nothing throws; a <c>finally</c> block is not on the way.</summary>
    public IReadOnlyList<int> Next(int index) => _next[index];

    /// <summary>What may stand before: also what throws, before handlers.</summary>
    public IReadOnlyList<int> Before(int index) => _before[index];

    /// <summary>What may run after an instruction, in any number of steps.</summary>
    public HashSet<int> After(int index)
    {
        var found = new HashSet<int>();
        var work = new Stack<int>(_after[index]);
        while (work.Count > 0)
        {
            var i = work.Pop();
            if (i == Exit || !found.Add(i))
                continue;
            foreach (var next in _after[i])
                work.Push(next);
        }

        return found;
    }

    /// <summary>The indexes of a block, given as handlers give it.</summary>
    public IEnumerable<int> Range(Instruction? start, Instruction? end) =>
        start is null ? [] : Enumerable.Range(_index[start], (end is null ? Code.Count : _index[end]) - _index[start]);

    /// <summary>All that a handler runs: its filter too.</summary>
    public IEnumerable<int> HandlerRange(ExceptionHandler handler) => Range(handler.FilterStart ?? handler.HandlerStart, handler.HandlerEnd);

    private List<int>[] Lists() => [.. Enumerable.Range(0, Code.Count + 1).Select(static _ => new List<int>())];

    private IEnumerable<int> Successors(Instruction instruction, int index)
    {
        var targets = instruction.Operand switch
        {
            Instruction target => [_index[target]],
            Instruction[] many => many.Select(t => _index[t]),
            _ => Enumerable.Empty<int>(),
        };
        return instruction.OpCode.FlowControl switch
        {
            FlowControl.Branch => targets,
            FlowControl.Return or FlowControl.Throw => [Exit],
            _ => targets.Append(index + 1),
        };
    }

    private void ConnectHandler(ExceptionHandler handler)
    {
        var guarded = Range(handler.TryStart, handler.TryEnd).ToList();
        var first = IndexOf(handler.FilterStart ?? handler.HandlerStart);
        foreach (var i in guarded)
            Connect(i, first);
        foreach (var i in HandlerRange(handler).Where(i => Code[i].OpCode.Code is Mono.Cecil.Cil.Code.Endfilter or Mono.Cecil.Cil.Code.Endfinally).ToList())
        {
            if (Code[i].OpCode.Code == Mono.Cecil.Cil.Code.Endfilter)
                Connect(i, IndexOf(handler.HandlerStart));
            foreach (var leave in guarded.Where(l => Code[i].OpCode.Code == Mono.Cecil.Cil.Code.Endfinally && Code[l].OpCode.Code is Mono.Cecil.Cil.Code.Leave or Mono.Cecil.Cil.Code.Leave_S))
                Connect(i, IndexOf((Instruction)Code[leave].Operand));
        }
    }

    private void Connect(int from, int to)
    {
        _after[from].Add(to);
        _before[to].Add(from);
    }
}
