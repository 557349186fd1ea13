using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Which places count.</summary>
internal enum RunPlace
{
    /// <summary>Those that end with the process.</summary>
    Certain,

    /// <summary>Loops too that wait until they are told that there is nothing more.</summary>
    Waiting,

    /// <summary>Whatever may take long.</summary>
    Any,
}

/// <summary>
/// Where code that is entered once may stand while the process does its work. What can be reached from there is still to come, and takes
/// new bodies when it is called; what cannot is over. Certain places are those that end with the process: a host's <c>Run</c>, a loop that
/// waits for work for ever, a call that comes to one. Where a program has none of them, it is a loop that waits until it is told that there
/// is nothing more; where there is none of these either, whatever may take long could be the place: an await, a loop, a call that blocks.
/// </summary>
internal sealed class RunPoints(CodeHeads heads, Lazy<CallGraph> calls)
{
    private readonly Dictionary<(MethodDefinition Head, RunPlace Place), bool> _has = [];
    private readonly Dictionary<(MethodDefinition Body, RunPlace Place), HashSet<Instruction>> _toCome = [];
    private readonly Dictionary<MethodDefinition, HashSet<Instruction>> _fed = [];

    /// <summary>Whether a run of a head comes to such a place.</summary>
    public bool HasAny(MethodDefinition head, RunPlace place)
    {
        if (_has.TryGetValue((head, place), out var known))
            return known;
        _has[(head, place)] = false; // a call that comes back to itself adds nothing
        return _has[(head, place)] = heads.ListBodies(head).Any(b => Find(b, place).Any());
    }

    /// <summary>Whether an instruction may run after the process has begun its work.</summary>
    public bool IsToCome(MethodDefinition body, Instruction instruction, RunPlace place)
    {
        if (!_toCome.TryGetValue((body, place), out var known))
            _toCome.Add((body, place), known = FindToCome(body, place));
        return known.Contains(instruction);
    }

    /// <summary>
    /// Whether an instruction runs again for as long as a loop is fed, or somebody asks for its values. Nobody can tell whether that is
    /// over (a file that was read at the start) or goes on (a connection), unless whoever began it has waited for its end.
    /// </summary>
    public bool MayComeAgain(MethodDefinition body, Instruction instruction)
    {
        if (!_fed.TryGetValue(body, out var known))
            _fed.Add(body, known = FindFed(body));
        return known.Contains(instruction);
    }

    private HashSet<Instruction> FindFed(MethodDefinition body)
    {
        List<WaitingLoop> loops = [.. WaitingLoops.Find(body).Where(l => l.IsFed && (l.IsOpenEnded || Yields.AreIn(body)))];
        return loops.Count == 0 || HasBeenWaitedFor(heads.FindHead(body)) ? [] : [.. loops.SelectMany(static l => l.Code)];
    }

    private bool HasBeenWaitedFor(MethodDefinition head)
    {
        var callers = calls.Value.BodiesThatName(head).ToList();
        return callers.Count > 0 && callers.TrueForAll(b => b.Body.Instructions.Where(i => i.Operand is MethodReference called && called.Name == head.Name && heads.FindOwn(called) == head).All(i => IsWaitedFor(i, head)));
    }

    private HashSet<Instruction> FindToCome(MethodDefinition body, RunPlace place)
    {
        var points = Find(body, place).Distinct().ToList();
        if (points.Count == 0)
            return [];
        var flow = new FlowGraph(body.Body);
        var found = new HashSet<Instruction>();
        var work = new Stack<int>(points.SelectMany(p => flow.Successors(flow.IndexOf(p))));
        while (work.Count > 0)
        {
            var at = work.Pop();
            if (!found.Add(flow.Code[at]))
                continue;
            foreach (var next in flow.Successors(at))
                work.Push(next);
        }

        return found;
    }

    private IEnumerable<Instruction> Find(MethodDefinition body, RunPlace place)
    {
        if (FlowGraph.HasBackwardBranch(body.Body))
        {
            var loops = place == RunPlace.Any
                ? ListLoops(body)
                : WaitingLoops.Find(body).Where(l => l.Kind == LoopKind.Waiting && (!l.IsFed || place == RunPlace.Waiting)).SelectMany(static l => l.Code);
            foreach (var instruction in loops)
                yield return instruction;
        }

        foreach (var instruction in body.Body.Instructions)
        {
            if (instruction.Operand is MethodReference called && instruction.OpCode.FlowControl == FlowControl.Call && (IsRun(called) || (place == RunPlace.Any && MayTakeLong(called)) || ComesTo(instruction, called, place)))
                yield return instruction;
        }
    }

    private static IEnumerable<Instruction> ListLoops(MethodDefinition body)
    {
        var flow = new FlowGraph(body.Body);
        return flow.Loops([.. Enumerable.Range(0, flow.Code.Count)]).SelectMany(l => l.Select(i => flow.Code[i]));
    }

    private bool ComesTo(Instruction instruction, MethodReference called, RunPlace place) =>
        heads.FindOwn(called) is { HasBody: true } own && HasAny(own, place) && IsWaitedFor(instruction, own);

    // Whether the code around a call goes on only when what it calls has ended. Asynchronous methods and iterators are only begun by it.
    private static bool IsWaitedFor(Instruction call, MethodDefinition own) =>
        IsTask(own.ReturnType) ? IsWaitedFor(call) : StateMachines.FindType(own) is null || IsWalkedThrough(call);

    // foreach (var x in Rows()), Rows().Where(…).ToList(): nobody keeps the enumerator
    private static bool IsWalkedThrough(Instruction call)
    {
        for (var next = call.Next; next is not null; next = next.Next)
        {
            if (next.OpCode.FlowControl is FlowControl.Return or FlowControl.Throw or FlowControl.Branch)
                return false;
            if (next.OpCode.Code is Code.Stsfld or Code.Stfld && next.Operand is FieldReference field && field.Name[0] != '<')
                return false;
            if (next.OpCode.Code is not (Code.Call or Code.Callvirt) || next.Operand is not MethodReference called || CallSources.HandsOn(called))
                continue;
            if (called.Name is "GetEnumerator" or "GetAsyncEnumerator")
                return next.Next is not { OpCode.Code: Code.Stsfld or Code.Stfld or Code.Call or Code.Callvirt, Operand: MemberReference to } || to.Name[0] == '<';
            return called.DeclaringType.FullName == "System.Linq.Enumerable";
        }

        return false;
    }

    private static bool IsTask(TypeReference type) => type.GetElementType().FullName is
        "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1";

    // call X; (stloc t; ldloca t;) (ConfigureAwait;) GetAwaiter | Wait | Result | ret
    private static bool IsWaitedFor(Instruction instruction)
    {
        for (var next = instruction.Next; next is not null; next = next.Next)
        {
            if (next.OpCode.Code == Code.Ret || next.Operand is MethodReference { Name: "GetAwaiter" or "Wait" or "get_Result" })
                return true;
            if (next.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Meta) && next.Operand is not MethodReference { Name: "ConfigureAwait" })
                return false;
            if (next.OpCode.Code is Code.Pop or Code.Stfld or Code.Stsfld)
                return false;
        }

        return false;
    }

    private bool IsRun(MethodReference called) =>
        called.Name is "Run" or "RunAsync" or "RunConsoleAsync" or "RunAsService" or "RunAsCustomService" or "WaitForShutdown" or "WaitForShutdownAsync" or "WaitForTermination"
        && !called.DeclaringType.Namespace.StartsWith("System.Threading", StringComparison.Ordinal)
        && heads.FindOwn(called) is null;

    private static bool MayTakeLong(MethodReference called)
    {
        var type = called.DeclaringType.GetElementType();
        return (called.Name == "get_IsCompleted" && type.Name.Contains("Awaiter"))
            || called.Name is "Wait" or "WaitAll" or "WaitAny" or "WaitOne" or "Join" or "Sleep" or "GetResult" or "get_Result"
            || (type.FullName == "System.Console" && called.Name.StartsWith("Read", StringComparison.Ordinal))
            || called.Name.StartsWith("Run", StringComparison.Ordinal) || called.Name.StartsWith("Serve", StringComparison.Ordinal) || called.Name.StartsWith("Accept", StringComparison.Ordinal);
    }
}
