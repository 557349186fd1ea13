using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Where code that runs once keeps what changed code computed: in a field, or in a table that it fills. It was asked for once, and is not
/// asked for again.
/// </summary>
internal sealed class KeptResults(CodeHeads heads, Lazy<CallGraph> calls, VirtualSlots slots, OnceSearch search)
{
    private const int MostSteps = 4;

    /// <summary>The way to code that keeps a result of a head; null where none is known.</summary>
    public OnceWay? Find(MethodDefinition head) => Find(head, MostSteps);

    private OnceWay? Find(MethodDefinition head, int steps)
    {
        if (head.ReturnType.MetadataType == MetadataType.Void || GeneratedCode.IsLambda(head) || steps == 0)
            return null;
        foreach (var callee in slots.FindOwnSlots(head))
        {
            foreach (var body in calls.Value.BodiesThatName(callee))
            {
                var caller = heads.FindHead(body);
                if (search.Find(caller) is not { } way)
                    continue;
                var flow = ResultFlow.Follow(body, i => i.OpCode.FlowControl == FlowControl.Call && i.Operand is MethodReference called && called.Name == callee.Name && heads.FindOwn(called) == callee);
                if (flow.IsKept)
                    return way;
                if (flow.IsReturned && Find(caller, steps - 1) is { } above)
                    return above;
            }
        }

        return null;
    }
}
