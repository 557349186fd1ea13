using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Finds out whether code is entered only once in the life of a process: it begins so by itself, or only such code calls it, before the
/// process has begun its work. Whatever the call graph does not show (reflection, delegates, interfaces from outside, other assemblies)
/// counts as entered again.
/// </summary>
internal sealed class OnceSearch(CodeHeads heads, Lazy<CallGraph> calls, VirtualSlots slots, bool isProgram)
{
    private readonly RunPoints _points = new(heads, calls);
    private readonly Dictionary<MethodDefinition, OnceWay?> _known = [];

    /// <summary>The way to a head that is entered once; null where it may be entered again.</summary>
    public OnceWay? Find(MethodDefinition head)
    {
        if (!_known.TryGetValue(head, out var known))
            _known[head] = known = Search(head);
        return known;
    }

    private OnceWay? Search(MethodDefinition head)
    {
        var entries = new List<(MethodDefinition Head, OnceEntry Entry)>();
        var towards = new Dictionary<MethodDefinition, MethodDefinition?> { [head] = null };
        var sites = new List<(MethodDefinition Callee, MethodDefinition Caller)>();
        var work = new Queue<MethodDefinition>([head]);
        while (work.Count > 0)
        {
            var next = work.Dequeue();
            if (OnceEntries.Find(next) is var entry and not OnceEntry.None)
            {
                entries.Add((next, entry));
                continue;
            }

            if ((_known.TryGetValue(next, out var known) && known is null) || ListCallers(next) is not { } callers)
                return Forget(next, towards);
            foreach (var (callee, caller) in callers)
            {
                sites.Add((callee, caller));
                var from = heads.FindHead(caller);
                if (towards.ContainsKey(from))
                    continue;
                towards.Add(from, next);
                work.Enqueue(from);
            }
        }

        // Callers that only call each other are called by nobody.
        if (entries.Count == 0 || towards.Keys.Any(h => h is { IsConstructor: true, IsStatic: false } && slots.IsMadeByName(h.DeclaringType)))
            return null;
        var place = HaveAll(RunPlace.Certain) ? RunPlace.Certain : HaveAll(RunPlace.Waiting) ? RunPlace.Waiting : RunPlace.Any;
        if (!sites.TrueForAll(s => IsOver(s.Caller, s.Callee, place)))
            return null;
        var fed = sites.Find(s => ListCalls(s.Caller, s.Callee).Any(i => _points.MayComeAgain(s.Caller, i))).Caller;
        return FindWhole(new OnceWay(entries[0].Entry, [.. Follow(entries[0].Head, towards)]) { Loop = fed is null ? null : heads.FindHead(fed) });

        bool HaveAll(RunPlace kind) => entries.TrueForAll(e => e.Entry is not (OnceEntry.EntryPoint or OnceEntry.HostedRun) || _points.HasAny(e.Head, kind));
    }

    // What a framework's types say needs no caller; where one leads there from the entry point, people want to see it.
    private OnceWay FindWhole(OnceWay way)
    {
        if (way.Entry is OnceEntry.EntryPoint or OnceEntry.Initialiser)
            return way;
        var towards = new Dictionary<MethodDefinition, MethodDefinition?> { [way.Heads[0]] = null };
        var work = new Queue<MethodDefinition>([way.Heads[0]]);
        while (work.Count > 0)
        {
            var next = work.Dequeue();
            if (next == next.Module.EntryPoint)
                return way with { Entry = OnceEntry.EntryPoint, Heads = [.. Follow(next, towards), .. way.Heads.Skip(1)] };
            foreach (var from in calls.Value.BodiesThatName(next).Select(heads.FindHead).Where(f => !GeneratedCode.IsLambda(f) && !towards.ContainsKey(f)))
            {
                towards.Add(from, next);
                work.Enqueue(from);
            }
        }

        return way;
    }

    // What is entered again enters what it calls again.
    private OnceWay? Forget(MethodDefinition head, Dictionary<MethodDefinition, MethodDefinition?> towards)
    {
        foreach (var next in Follow(head, towards))
            _known[next] = null;
        return null;
    }

    private static IEnumerable<MethodDefinition> Follow(MethodDefinition head, Dictionary<MethodDefinition, MethodDefinition?> towards)
    {
        for (var next = head; next is not null; next = towards[next])
            yield return next;
    }

    // Null where somebody may enter the head whom nobody can see.
    private List<(MethodDefinition Callee, MethodDefinition Caller)>? ListCallers(MethodDefinition head)
    {
        if (GeneratedCode.IsLambda(head) || (!isProgram && OutsideVisibility.IsVisible(head)) || OutsideMarks.AreOn(head))
            return null;
        var callers = new List<(MethodDefinition, MethodDefinition)>();
        foreach (var callee in slots.FindOwnSlots(head))
        {
            if (calls.Value.IsAddressTaken(callee))
                return null;
            callers.AddRange(calls.Value.BodiesThatName(callee).Select(b => (callee, b)));
        }

        return callers.Count == 0 || slots.FindSlots(head) is null ? null : callers;
    }

    private bool IsOver(MethodDefinition body, MethodDefinition callee, RunPlace place) =>
        ListCalls(body, callee).All(i => i.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj && !_points.IsToCome(body, i, place));

    private IEnumerable<Instruction> ListCalls(MethodDefinition body, MethodDefinition callee) =>
        body.Body.Instructions.Where(i => i.Operand is MethodReference called && called.Name == callee.Name && heads.FindOwn(called) == callee);
}
