using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Takes out of a static constructor what some static fields need: backwards from the stores, the code that computes what is stored, the branches that decide, and whatever may change
/// the objects that are made for them. What fields have that are not of these is read when it runs; nothing is done to such a field or its objects again.
/// </summary>
internal sealed class FillSlice(ConstructorFlow code, HashSet<FieldDefinition> fields)
{
    private readonly HashSet<int> _needed = [];
    private readonly Queue<int> _work = new();

    public IEnumerable<int> Needed => _needed.OrderBy(static i => i);

    /// <summary>Why it cannot be done; null where it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Fields that must be filled in the same run.</summary>
    public HashSet<FieldDefinition> With { get; } = [];

    public bool Contains(int index) => _needed.Contains(index);

    /// <summary>Finds everything that is needed.</summary>
    public void Grow()
    {
        for (var i = 0; i < code.Flow.Code.Count; i++)
        {
            if (code.Stored(i) is { } stored && fields.Contains(stored))
                Need(i);
        }

        int before;
        do
        {
            before = _needed.Count;
            while (_work.Count > 0)
                NeedFor(_work.Dequeue());
            NeedFillers();
            NeedCalls();
            NeedThrows();
        }
        while (before != _needed.Count || _work.Count > 0);
    }

    private void Need(int index)
    {
        if (code.Stack.IsReached(index) && _needed.Add(index))
            _work.Enqueue(index);
    }

    private void Need(IEnumerable<int> indexes)
    {
        foreach (var index in indexes)
            Need(index);
    }

    private void NeedFor(int index)
    {
        foreach (var slot in code.Stack.Inputs(index))
            Need(slot);
        // On every way to what takes the value there is one.
        foreach (var slot in code.Stack.Users(index).SelectMany(code.Stack.Inputs).Where(s => s.Contains(index)))
            Need(slot);
        if (ValueOrigins.IsLoad(code.Flow.Code[index]) || ValueOrigins.IsAddress(code.Flow.Code[index]))
            NeedVariable(index);
        Need(code.Control.Deciding(index));
        if (index > 0 && code.Flow.Code[index - 1].OpCode.OpCodeType == OpCodeType.Prefix)
            Need(index - 1);
        foreach (var handler in code.Flow.Method.Body.ExceptionHandlers)
            NeedBlock(handler, index);
    }

    // Stores, and what works on the variable by its address on a way from a store.
    private void NeedVariable(int index)
    {
        var variable = code.Origins.VariableOf(code.Flow.Code[index])!;
        Need(code.Origins.Definitions(index));
        var users = code.ChangersOf(variable);
        if (users.Count == 0)
            return;
        var (seen, work) = (new HashSet<int>(), new Stack<int>(code.Flow.Before(index)));
        while (work.Count > 0)
        {
            var i = work.Pop();
            if (!seen.Add(i) || (ValueOrigins.IsStore(code.Flow.Code[i]) && code.Origins.VariableOf(code.Flow.Code[i]) == variable))
                continue;
            if (users.Contains(i))
                Need(i);
            foreach (var before in code.Flow.Before(i))
                work.Push(before);
        }
    }

    // A finally block runs after whatever is kept of its try block. What another handler does depends on everything that may throw.
    private void NeedBlock(ExceptionHandler handler, int index)
    {
        var (guarded, own) = (code.Flow.Range(handler.TryStart, handler.TryEnd).Contains(index), code.Flow.HandlerRange(handler).Contains(index));
        if (!guarded && !own)
            return;
        Need(code.Flow.HandlerRange(handler));
        if (handler.HandlerType != ExceptionHandlerType.Finally)
            Need(code.Flow.Range(handler.TryStart, handler.TryEnd));
    }

    private void NeedFillers()
    {
        var (own, parts) = (new HashSet<object>(fields), new HashSet<object>());
        foreach (var origins in _needed.SelectMany(code.Stack.Inputs).SelectMany(static s => s).Distinct().Select(code.Origins.FindOrigins).Where(o => !o.Any(IsOfAnotherRun)))
            (IsOfOthers(origins) ? parts : own).UnionWith(origins.Where(o => o is int || (o is FieldDefinition field && fields.Contains(field))));
        foreach (var mutation in code.Mutations.All.Where(m => !_needed.Contains(m.Index)))
        {
            var works = mutation.Receiver.Overlaps(own);
            if (works && IsOfOthers(mutation.Receiver))
                Refuse($"{Say(mutation)} may change a new object or that of another field");
            else if (works)
                Need(mutation.Index);
            else if (mutation.Receiver.Overlaps(parts) || mutation.Given.Overlaps(parts))
                Refuse($"{Say(mutation)} changes an object that another field holds");
            else if (mutation.Given.Overlaps(own) && !IsCollection(mutation.Method!))
                NeedGiven(mutation);
        }
    }

    private void NeedGiven(Mutation mutation)
    {
        if (IsOfOthers(mutation.Receiver))
            Refuse($"{Say(mutation)} is called on an object that another field holds");
        else
            Need(mutation.Index);
    }

    private void NeedCalls()
    {
        for (var i = 0; i < code.Flow.Code.Count; i++)
        {
            if (_needed.Contains(i) || code.ChangedBy(i) is not { Count: > 0 } changed || !changed.Overlaps(fields))
                continue;
            Need(i);
            foreach (var other in changed.Where(f => !fields.Contains(f)))
                Meet(other, $"{ReadableName.Describe(((MethodReference)code.Flow.Code[i].Operand).Resolve())} changes {ReadableName.Describe(other)} too");
        }
    }

    private void NeedThrows()
    {
        var seen = new HashSet<int>();
        var work = new Stack<int>([0]);
        while (work.Count > 0)
        {
            var i = work.Pop();
            if (i == code.Flow.Exit || !seen.Add(i))
                continue;
            if (code.Flow.Code[i].OpCode.FlowControl == FlowControl.Throw)
                Need(i);
            else if (_needed.Contains(i) || code.Flow.Next(i).Count == 1)
                Array.ForEach([.. code.Flow.Next(i)], work.Push);
            else if (code.Control.MeetingOf(i) is { } meeting)
                work.Push(meeting);
            else
                Refuse("a loop that may not end stands before");
        }
    }

    /// <summary>A field that the code changes beside its own: filled in the same run where it is new, too.</summary>
    public void Meet(FieldDefinition other, string obstacle)
    {
        if (code.Added.Contains(other))
            With.Add(other);
        else
            Refuse(obstacle);
    }

    public void Refuse(string obstacle) => Obstacle ??= obstacle;

    // Read when it has been filled.
    private bool IsOfAnotherRun(object origin) => origin is FieldDefinition field && code.Added.Contains(field) && !fields.Contains(field);

    private bool IsOfOthers(HashSet<object> origins) => origins.Any(o => o is FieldDefinition field && !fields.Contains(field));

    // Registering something changes the collection and not what is put into it.
    private static bool IsCollection(MethodReference method) => method.HasThis && method.DeclaringType.GetElementType().Namespace.StartsWith("System.Collections", StringComparison.Ordinal);

    private static string Say(Mutation mutation) => mutation.Method is { } method ? (method.Resolve() is { } definition ? ReadableName.Describe(definition) : method.Name) : "a store";
}
