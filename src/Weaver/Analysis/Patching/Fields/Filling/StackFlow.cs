using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which instructions put the values on the stack that an instruction takes, by index. The exception that a handler finds there has none.</summary>
internal sealed class StackFlow
{
    private readonly MethodFlow _flow;
    private readonly IReadOnlyList<HashSet<int>>?[] _stacks;
    private readonly IReadOnlyList<HashSet<int>>[] _inputs;
    private readonly HashSet<int>[] _users;

    public StackFlow(MethodFlow flow)
    {
        _flow = flow;
        _stacks = new IReadOnlyList<HashSet<int>>?[flow.Code.Count + 1];
        Run();
        _inputs = [.. flow.Code.Select((_, i) => TakenBy(i))];
        _users = [.. flow.Code.Select(static _ => new HashSet<int>())];
        for (var i = 0; i < flow.Code.Count; i++)
        {
            foreach (var producer in _inputs[i].SelectMany(static s => s))
                _users[producer].Add(i);
        }
    }

    /// <summary>For each value that an instruction takes, the deepest first, the instructions that may have put it there.</summary>
    public IReadOnlyList<HashSet<int>> Inputs(int index) => _inputs[index];

    /// <summary>The instructions that may have put there what lies on top when an instruction begins, as what a method returns does.</summary>
    public HashSet<int> FindTop(int index) => _stacks[index] is { Count: > 0 } stack ? stack[stack.Count - 1] : [];

    /// <summary>The instructions that may take a value which an instruction puts there.</summary>
    public HashSet<int> Users(int index) => _users[index];

    /// <summary>Whether an instruction can be reached at all.</summary>
    public bool IsReached(int index) => _stacks[index] is not null;

    private void Run()
    {
        var work = new Queue<int>();
        Reach(0, [], work);
        foreach (var handler in _flow.Method.Body.ExceptionHandlers)
        {
            var catches = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            Reach(_flow.IndexOf(handler.HandlerStart), catches ? [[]] : [], work);
            if (handler.FilterStart is not null)
                Reach(_flow.IndexOf(handler.FilterStart), [[]], work);
        }

        while (work.Count > 0)
        {
            var index = work.Dequeue();
            var instruction = _flow.Code[index];
            var stack = _stacks[index]!;
            var taken = StackEffect.Pops(instruction);
            List<HashSet<int>> left = instruction.OpCode.Code is Code.Leave or Code.Leave_S ? [] : [.. stack.Take(Math.Max(0, stack.Count - taken))];
            for (var pushed = StackEffect.Measure(instruction) + taken; pushed > 0; pushed--)
                left.Add([index]);
            foreach (var next in _flow.Next(index))
                Reach(next, left, work);
        }
    }

    private void Reach(int index, List<HashSet<int>> stack, Queue<int> work)
    {
        if (index == _flow.Exit)
            return;
        if (_stacks[index] is not { } known)
        {
            _stacks[index] = [.. stack.Select(static s => new HashSet<int>(s))];
            work.Enqueue(index);
            return;
        }

        var changed = false;
        for (var i = 0; i < Math.Min(known.Count, stack.Count); i++)
        {
            var count = known[i].Count;
            known[i].UnionWith(stack[i]);
            changed |= known[i].Count != count;
        }

        if (changed)
            work.Enqueue(index);
    }

    private IReadOnlyList<HashSet<int>> TakenBy(int index)
    {
        var taken = StackEffect.Pops(_flow.Code[index]);
        return _stacks[index] is { } stack && taken > 0 ? [.. stack.Skip(stack.Count - taken)] : [];
    }
}
