using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>
/// What an iterator still has to run once it has given a value. Whoever asks decides when that is, however short the iterator is: it may
/// be after a swap.
/// </summary>
internal static class YieldedCode
{
    /// <summary>The instructions of a body that may run after it has given a value; none where it gives none.</summary>
    public static IReadOnlyCollection<Instruction> FindAfterYields(MethodDefinition body)
    {
        if (!body.HasBody || !GeneratedCode.IsStateMachine(body.DeclaringType))
            return [];
        // <>m__Finally1: what a try block round a yield ends with, when all is over or nobody asks any more.
        if (body.Name.StartsWith("<>m__Finally", StringComparison.Ordinal))
            return [.. body.Body.Instructions];
        var flow = new FlowGraph(body.Body);
        var found = new HashSet<int>();
        var open = new Stack<int>(Enumerable.Range(0, flow.Code.Count).Where(flow.IsYield).SelectMany(flow.Successors));
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (!found.Add(at))
                continue;
            foreach (var next in flow.Successors(at))
                open.Push(next);
        }

        return [.. found.Select(i => flow.Code[i])];
    }
}
