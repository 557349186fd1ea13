using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>How a loop is left by one branch.</summary>
internal enum LoopEnd
{
    /// <summary>By something else: it is no waiting loop.</summary>
    Other,

    /// <summary>Straight to the method's return.</summary>
    Return,

    /// <summary>By an exception, or nowhere yet: an await that comes back, an asynchronous iterator that may be disposed of where it yields.</summary>
    Suspension,

    /// <summary>By cancellation, or the end of a channel or timer.</summary>
    Ended,

    /// <summary>By what it awaits, or a call that waits, which says that there is nothing more.</summary>
    Awaited,
}

/// <summary>Tells how loops of one body are left, by what the compilers emit for conditions and awaits.</summary>
internal sealed class LoopEnds
{
    private const string Threading = "System.Threading.";

    private readonly FlowGraph _flow;
    private readonly CallSources _calls;
    private readonly OwnSequences _sequences;

    /// <summary>Makes the rules for a body.</summary>
    public LoopEnds(FlowGraph flow, OwnSequences sequences)
    {
        _flow = flow;
        _calls = new CallSources(flow);
        _sequences = sequences;
    }

    /// <summary>How <paramref name="loop"/> is left from instruction <paramref name="from"/> to <paramref name="to"/>.</summary>
    public LoopEnd FindEnd(HashSet<int> loop, int from, int to)
    {
        var isCondition = _flow.Next(from).Count == 2;
        if (isCondition && Asks(from, "<>w__disposeMode"))
            return LoopEnd.Suspension;
        if (isCondition && IsEnd(loop, from - 1, []) is true)
            return LoopEnd.Ended;
        if (isCondition && FindStep(from) is { } step && _calls.FindSequence(step) is { } sequence && _sequences.FindEnd(sequence) is { } ownEnd)
            return ownEnd;
        // A condition that goes back, or asks an enumerator, is the loop's own: it ends with what it counts, or is fed.
        if (isCondition && (_flow.Next(from).Any(n => n <= from && loop.Contains(n)) || FindStep(from) is not null))
            return IsFed(from) ? LoopEnd.Awaited : LoopEnd.Other;
        var end = OnlyThrows(to) ? LoopEnd.Suspension : WayOut(to);
        return end == LoopEnd.Other && isCondition && IsFed(from) ? LoopEnd.Awaited : end;
    }

    // Whatever happens from there on, an exception is thrown.
    private bool OnlyThrows(int from)
    {
        var seen = new HashSet<int> { from };
        var open = new Stack<int>([from]);
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (_flow.Code[at].OpCode.FlowControl == FlowControl.Throw)
                continue;
            if (_flow.Next(at).Count == 0 || seen.Count > 100)
                return false;
            foreach (var next in _flow.Next(at).Where(seen.Add))
                open.Push(next);
        }

        return true;
    }

    // A condition on a field of the state machine that the compiler made for itself.
    private bool Asks(int condition, string field) => condition > 0 && _flow.Code[condition - 1] is { OpCode.Code: Code.Ldfld, Operand: FieldReference asked } && asked.Name == field;

    // The call of MoveNext or MoveNextAsync whose answer a condition asks for.
    private int? FindStep(int condition)
    {
        var at = condition - 1;
        while (at >= 0 && IsPlain(_flow.Code[at]))
            at--;
        var step = at >= 0 && Called(at)?.Name == "GetResult" ? _calls.FindAwaited(at) : at;
        return step is >= 0 and int found && Called(found)?.Name is "MoveNext" or "MoveNextAsync" ? step : null;
    }

    /// <summary>Whether a condition asks what a call that waits, or an await, has given.</summary>
    // while (await s.MoveNext()), while (await r.ReadLineAsync() is { } line), while (queue.TryTake(out var x, -1)); an enumerator's step is a foreach
    public bool IsFed(int condition)
    {
        var at = condition - 1;
        while (at >= 0 && IsPlain(_flow.Code[at]))
            at--;
        if (at < 0 || Called(at) is not { } called)
            return false;
        return called.Name == "GetResult" ? _calls.FindAwaited(at) is { } producer && Called(producer)?.Name != "MoveNextAsync" : WaitingLoops.Waits(called) && called.Name != "get_IsCompleted";
    }

    /// <summary>Whether a condition asks a sequence for more that whoever called may have given: nothing here says how long it is.</summary>
    // An enumerator that is no interface is that of a collection, which is in memory and ends.
    public bool AsksGiven(int condition) =>
        _flow.Next(condition).Count == 2 && FindStep(condition) is { } step
        && Called(step)!.DeclaringType.GetElementType().FullName is "System.Collections.IEnumerator" or "System.Collections.Generic.IAsyncEnumerator`1"
        && (_calls.FindSequence(step) is not { } sequence || !OwnSequences.IsOwn(sequence));

    // True: the value says that it was cancelled or has ended. Null: a constant. False: something else.
    private bool? IsEnd(HashSet<int> loop, int at, HashSet<object> seen)
    {
        while (at >= 0 && _flow.Code[at].OpCode.Code is Code.Nop or Code.Ceq)
            at -= _flow.Code[at].OpCode.Code == Code.Ceq ? 2 : 1;
        if (at < 0)
            return false;
        var instruction = _flow.Code[at];
        if (Called(at) is { } called)
            return IsEnd(called, at);
        if (Variable(instruction) is { } local)
            return AllStores(loop, seen, local, i => IsStoreOf(i, local));
        if (instruction.OpCode.Code == Code.Ldfld && instruction.Operand is FieldReference field)
            return AllStores(loop, seen, field.Name, i => i.OpCode.Code == Code.Stfld && ((FieldReference)i.Operand).Name == field.Name);
        return instruction.OpCode.Code is Code.Ldc_I4_0 or Code.Ldc_I4_1 ? null : false;
    }

    private bool? AllStores(HashSet<int> loop, HashSet<object> seen, object value, Func<Instruction, bool> isStore)
    {
        if (!seen.Add(value))
            return null;
        bool? all = null;
        foreach (var store in loop.Where(i => isStore(_flow.Code[i])))
        {
            switch (IsEnd(loop, store - 1, seen))
            {
                case false:
                    return false;
                case true:
                    all = true;
                    break;
            }
        }

        return all ?? false;
    }

    private bool IsEnd(MethodReference called, int at) => called.Name switch
    {
        "get_IsCancellationRequested" => called.DeclaringType.FullName is Threading + "CancellationToken" or Threading + "CancellationTokenSource",
        "GetResult" => _calls.FindAwaited(at) is { } producer && IsEndOfAwaited(producer),
        "MoveNext" => _calls.FindSequence(at)?.Name == "GetConsumingEnumerable",
        _ => false,
    };

    private bool IsEndOfAwaited(int at) => Called(at) switch
    {
        { Name: "WaitForNextTickAsync", DeclaringType.FullName: Threading + "PeriodicTimer" } => true,
        { Name: "WaitToReadAsync" } called => IsChannelReader(called.DeclaringType),
        { Name: "MoveNextAsync" } => _calls.FindSequence(at) is { Name: "ReadAllAsync" } called && IsChannelReader(called.DeclaringType),
        _ => false,
    };

    private static bool IsChannelReader(TypeReference type) => type.GetElementType().FullName == Threading + "Channels.ChannelReader`1";

    private LoopEnd WayOut(int at)
    {
        var end = LoopEnd.Return;
        for (var steps = 0; steps < 200; steps++)
        {
            var instruction = _flow.Code[at];
            if (instruction.OpCode.Code == Code.Ret)
                return end;
            if (Called(at) is { } called)
            {
                // An iterator's finally block is a method.
                if (!called.DeclaringType.Name.Contains("MethodBuilder") && !called.Name.StartsWith("<>m__Finally", StringComparison.Ordinal) && !called.DeclaringType.Name.StartsWith("ManualResetValueTaskSourceCore", StringComparison.Ordinal))
                    return LoopEnd.Other;
                if (called.Name is "AwaitUnsafeOnCompleted" or "AwaitOnCompleted")
                    end = LoopEnd.Suspension;
            }
            else if (Asks(at, "<>x__combinedTokens"))
            {
                // An asynchronous iterator lets a token of its own go: brfalse past that.
                at = _flow.Next(at)[0];
                continue;
            }
            else if (!IsPlain(instruction) && instruction.OpCode.FlowControl != FlowControl.Branch)
            {
                return LoopEnd.Other;
            }

            if (_flow.Next(at).Count != 1)
                return LoopEnd.Other;
            at = _flow.Next(at)[0];
        }

        return LoopEnd.Other;
    }

    private MethodReference? Called(int at) => _calls.FindCalled(at);

    // Moves values about, and does nothing else.
    private static bool IsPlain(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Nop or Code.Dup or Code.Pop or Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un or Code.Ldnull or Code.Initobj or Code.Ldfld or Code.Ldflda or Code.Stfld => true,
        >= Code.Ldarg_0 and <= Code.Ldc_R8 => true,
        Code.Ldarg or Code.Ldarga or Code.Ldloc or Code.Ldloca or Code.Stloc => true,
        _ => false,
    };

    private static object? Variable(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 => 0,
        Code.Ldloc_1 => 1,
        Code.Ldloc_2 => 2,
        Code.Ldloc_3 => 3,
        Code.Ldloc or Code.Ldloc_S => ((VariableDefinition)instruction.Operand).Index,
        _ => null,
    };

    private static bool IsStoreOf(Instruction instruction, object local) => instruction.OpCode.Code switch
    {
        Code.Stloc_0 => local is 0,
        Code.Stloc_1 => local is 1,
        Code.Stloc_2 => local is 2,
        Code.Stloc_3 => local is 3,
        Code.Stloc or Code.Stloc_S => local.Equals(((VariableDefinition)instruction.Operand).Index),
        _ => false,
    };
}
