using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>What kind of work keeps a loop going.</summary>
internal enum LoopKind
{
    /// <summary>It waits for work: nothing but return, exception, cancellation or the end of a channel or timer ends it.</summary>
    Waiting,

    /// <summary>It goes on as long as it is fed, or asked: what it awaits says when it ends; it makes a row of values; the process was started with it.</summary>
    Fed,
}

/// <summary>A loop that may run one body for long.</summary>
/// <param name="Body">The method whose instructions it is: for asynchronous methods the state machine's step.</param>
/// <param name="Kind">What keeps it going.</param>
/// <param name="IsEndless">Whether not even a return ends it.</param>
/// <param name="Code">Its instructions, in the order of the code.</param>
internal sealed record WaitingLoop(MethodDefinition Body, LoopKind Kind, bool IsEndless, IReadOnlyList<Instruction> Code)
{
    /// <summary>Whether no condition of its own ends it, so that one run of it may go on for as long as the process lives.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>
    /// Whether a run of it may last although it has an end of its own: between the values that it makes for whoever asks it waits, or asks a sequence
    /// that it was given.
    /// </summary>
    public bool MayLast { get; init; }

    /// <summary>
    /// Whether a run of it may be under way for long, so that somebody will ask whether an old one still is. An iterator that does no more than
    /// to walk through what it was given, and blocks nowhere, is asked by a loop that lasts as long, and counting would cost it more than its work.
    /// </summary>
    public bool IsCounted => Kind == LoopKind.Waiting || IsOpenEnded || (MayLast && Calls.Any(WaitingLoops.Waits));

    /// <summary>Whether a return within it ends it.</summary>
    public bool CanReturn { get; init; }

    /// <summary>Whether what it waits for may say that there is nothing more, so that it is over while the process goes on.</summary>
    public bool IsFed { get; init; }

    /// <summary>The methods that it calls by <c>call</c> or <c>callvirt</c>, in the order of the code.</summary>
    public IReadOnlyList<MethodReference> Calls { get; } = [.. Code.Where(static i => i.OpCode.Code is Mono.Cecil.Cil.Code.Call or Mono.Cecil.Cil.Code.Callvirt).Select(static i => (MethodReference)i.Operand)];
}

/// <summary>Finds waiting loops: .NET's receive loops, which run one body for as long as the process lives.</summary>
internal static class WaitingLoops
{
    /// <summary>The waiting loops of one body, the outermost ones where they nest.</summary>
    public static IReadOnlyList<WaitingLoop> Find(MethodDefinition method) => Find(method, [method]);

    /// <summary>The same, while loops of other bodies are being looked for.</summary>
    public static IReadOnlyList<WaitingLoop> Find(MethodDefinition method, IReadOnlyCollection<MethodDefinition> within)
    {
        if (!method.HasBody || !FlowGraph.HasBackwardBranch(method.Body))
            return [];
        var flow = new FlowGraph(method.Body);
        var found = new List<WaitingLoop>();
        Find(method, flow, new LoopEnds(flow, new OwnSequences(within)), [.. Enumerable.Range(0, flow.Code.Count)], found);
        return found;
    }

    private static void Find(MethodDefinition method, FlowGraph flow, LoopEnds ends, ICollection<int> within, List<WaitingLoop> found)
    {
        foreach (var loop in flow.Loops(within))
        {
            if (Judge(method, flow, ends, loop) is { } waiting)
                found.Add(waiting);
            else
                Find(method, flow, ends, [.. loop.OrderBy(static i => i).Skip(1)], found); // loops within it, which do not go through its head
        }
    }

    private static WaitingLoop? Judge(MethodDefinition method, FlowGraph flow, LoopEnds rules, HashSet<int> loop)
    {
        var code = loop.OrderBy(static i => i).Select(i => flow.Code[i]).ToList();
        var isOfEntryPoint = Activation.IsEntryPoint(Activation.Find(method));
        var mayGoOn = loop.Any(flow.IsYield) || isOfEntryPoint;
        var fed = new WaitingLoop(method, LoopKind.Fed, IsEndless: false, code) { IsFed = true };
        if (FindEnds(flow, rules, loop) is not { } ends)
            return mayGoOn ? fed with { IsOpenEnded = isOfEntryPoint && fed.Calls.Any(Waits), MayLast = MayLast(flow, rules, loop, fed) } : null;
        fed = fed with { IsOpenEnded = true, CanReturn = ends.Contains(LoopEnd.Return) };
        if (ends.Contains(LoopEnd.Awaited))
            return fed;
        // A search that returns what it finds is a loop like any other, and so is one that makes a row of values; who asks for them may end that.
        var isEndless = !fed.CanReturn && !loop.Any(flow.IsYield);
        if (isEndless || ends.Contains(LoopEnd.Ended) || fed.Calls.Any(Waits))
            return fed with { Kind = LoopKind.Waiting, IsEndless = isEndless, IsFed = loop.Any(i => IsFedExit(flow, rules, loop, i)) };
        return mayGoOn ? fed : null;
    }

    private static bool MayLast(FlowGraph flow, LoopEnds rules, HashSet<int> loop, WaitingLoop found) =>
        loop.Any(flow.IsYield) && (found.Calls.Any(Waits) || loop.Any(rules.AsksGiven));

    private static bool IsFedExit(FlowGraph flow, LoopEnds rules, HashSet<int> loop, int at) =>
        flow.Next(at).Count == 2 && flow.Next(at).Any(n => !loop.Contains(n)) && flow.Next(at).All(n => loop.Contains(n) || rules.FindEnd(loop, at, n) == LoopEnd.Return) && rules.IsFed(at);

    // Null where something else ends it.
    private static HashSet<LoopEnd>? FindEnds(FlowGraph flow, LoopEnds rules, HashSet<int> loop)
    {
        var found = new HashSet<LoopEnd>();
        foreach (var from in loop)
        {
            foreach (var to in flow.Next(from).Where(to => !loop.Contains(to)))
            {
                var end = rules.FindEnd(loop, from, to);
                if (end == LoopEnd.Other)
                    return null;
                found.Add(end);
            }
        }

        return found;
    }

    /// <summary>Whether a method returns when there is something to do.</summary>
    public static bool Waits(MethodReference called)
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
