using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>A deployed body that runs when a patch comes, and goes on as it is.</summary>
/// <param name="Keeper">Why it runs.</param>
/// <param name="Live">What of it is still to run, and runs again and again.</param>
internal sealed record RunningBody(Keeper Keeper, IReadOnlyCollection<Instruction> Live);

/// <summary>Tells which deployed bodies run for as long as the process, or the work that they do, lives.</summary>
internal sealed class RunningCode
{
    private readonly Dictionary<MethodDefinition, RunningBody?> _known = [];

    /// <summary>What still runs of a deployed body; null where nothing says that it is under way.</summary>
    public RunningBody? Find(MethodDefinition body) => _known.TryGetValue(body, out var known) ? known : _known[body] = Read(body);

    private static RunningBody? Read(MethodDefinition body)
    {
        if (!body.HasBody)
            return null;
        var loops = WaitingLoops.Find(body);
        if (loops.Where(static l => l.Kind == LoopKind.Waiting).SelectMany(static l => l.Code).ToList() is { Count: > 0 } waiting)
            return new RunningBody(Keeper.WaitingLoop, new HashSet<Instruction>(waiting));
        if (Activation.IsEntryPoint(Activation.Find(body)))
            return AfterStart(body) is { Count: > 0 } rest ? new RunningBody(Keeper.EntryPoint, rest) : null;
        var keeper = loops.Any(static l => l.IsOpenEnded) ? Keeper.Stream : Keeper.Rows;
        return loops.Count > 0 ? new RunningBody(keeper, new HashSet<Instruction>(loops.SelectMany(static l => l.Code))) : null;
    }

    // The process starts by going through it; what stands in a loop, or after one, or after a call that waits, is what it lives on.
    private static HashSet<Instruction> AfterStart(MethodDefinition body)
    {
        var flow = new FlowGraph(body.Body);
        var open = new Stack<int>(flow.Loops([.. Enumerable.Range(0, flow.Code.Count)]).SelectMany(static l => l));
        for (var i = 0; i < flow.Code.Count; i++)
        {
            if (flow.Code[i].Operand is MethodReference called && flow.Code[i].OpCode.FlowControl == FlowControl.Call && (WaitingLoops.Waits(called) || RunsTheProcess(called)) && called.Name != "get_IsCompleted")
                flow.Next(i).ToList().ForEach(open.Push);
        }

        var found = new HashSet<int>(open);
        while (open.Count > 0)
        {
            foreach (var next in flow.Next(open.Pop()).Where(found.Add))
                open.Push(next);
        }

        return [.. found.Select(i => flow.Code[i])];
    }

    private static bool RunsTheProcess(MethodReference called) => called.Name is "Run" or "RunAsync" or "WaitForShutdown" or "WaitForShutdownAsync" && called.DeclaringType.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal);
}
