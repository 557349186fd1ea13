using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>A loop that waits for work: nothing but return, exception, cancellation or the end of a channel or timer ends it.</summary>
/// <param name="Body">The method whose instructions it is: for asynchronous methods the state machine's step.</param>
/// <param name="IsEndless">Whether not even a return ends it.</param>
/// <param name="Calls">The methods that it calls by <c>call</c> or <c>callvirt</c>, each once, in the order of the code.</param>
internal sealed record WaitingLoop(MethodDefinition Body, bool IsEndless, IReadOnlyList<MethodReference> Calls);

/// <summary>Finds waiting loops: .NET's receive loops, which run one body for as long as the process lives.</summary>
internal static class WaitingLoops
{
    /// <summary>The waiting loops of one body, the outermost ones where they nest.</summary>
    public static IReadOnlyList<WaitingLoop> Find(MethodDefinition method)
    {
        if (!method.HasBody || !FlowGraph.HasBackwardBranch(method.Body))
            return [];
        var flow = new FlowGraph(method.Body);
        var found = new List<WaitingLoop>();
        Find(method, flow, [.. Enumerable.Range(0, flow.Code.Count)], found);
        return found;
    }

    private static void Find(MethodDefinition method, FlowGraph flow, ICollection<int> within, List<WaitingLoop> found)
    {
        foreach (var loop in flow.Loops(within))
        {
            if (Judge(method, flow, loop) is { } waiting)
                found.Add(waiting);
            else
                Find(method, flow, [.. loop.OrderBy(static i => i).Skip(1)], found); // loops within it, which do not go through its head
        }
    }

    private static WaitingLoop? Judge(MethodDefinition method, FlowGraph flow, HashSet<int> loop)
    {
        var ends = new LoopEnds(flow);
        bool returns = false, ended = false;
        foreach (var from in loop)
        {
            foreach (var to in flow.Next(from).Where(to => !loop.Contains(to)))
            {
                switch (ends.Of(loop, from, to))
                {
                    case LoopEnd.Other:
                        return null;
                    case LoopEnd.Return:
                        returns = true;
                        break;
                    case LoopEnd.Ended:
                        ended = true;
                        break;
                }
            }
        }

        var calls = loop.OrderBy(static i => i)
            .Select(i => flow.Code[i])
            .Where(static i => i.OpCode.Code is Code.Call or Code.Callvirt)
            .Select(static i => (MethodReference)i.Operand)
            .ToList();
        // A search that returns what it finds is a loop like any other, and so is one that makes a row of values; who asks for them may end that.
        var yields = loop.Any(flow.IsYield);
        return (!returns && !yields) || ended || calls.Exists(Waits) ? new WaitingLoop(method, !returns && !yields, calls) : null;
    }

    private static bool Waits(MethodReference called)
    {
        var type = called.DeclaringType.GetElementType();
        if (called.Name == "get_IsCompleted" && type.Name.Contains("Awaiter"))
            return true;
        return type.Namespace switch
        {
            "System.Threading" => called.Name is "Sleep" or "Wait" or "WaitOne" or "WaitAny" or "WaitAll" or "SignalAndWait",
            "System.Threading.Tasks" => called.Name is "Wait" or "WaitAny" or "WaitAll",
            "System.Collections.Concurrent" => type.Name == "BlockingCollection`1" && called.Name is "Take" or "TryTake" or "TakeFromAny",
            "System" => type.Name == "Console" && called.Name is "Read" or "ReadLine" or "ReadKey",
            "System.IO.Pipes" => called.Name == "WaitForConnection",
            "System.Net" => called.Name == "GetContext",
            "System.Net.Sockets" => called.Name.StartsWith("Accept", StringComparison.Ordinal) || called.Name.StartsWith("Receive", StringComparison.Ordinal),
            _ => false,
        };
    }
}
