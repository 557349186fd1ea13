using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Code that runs once for each object: constructors, what only they call, and methods that a framework calls when an object begins its work.</summary>
internal sealed class ObjectEntries(CodeHeads heads, Lazy<CallGraph> calls, VirtualSlots slots)
{
    /// <summary>Whether a framework calls a method once for each object, when that begins its work.</summary>
    public bool IsActivation(MethodDefinition method) =>
        method.IsVirtual
        && method.Name is "OnActivateAsync" or "PreStart" or "OnInitialized" or "OnInitializedAsync" or "OnConnectedAsync"
        && slots.FindSlots(method) is null;

    /// <summary>Whether a head runs only while an object of its type is made.</summary>
    public bool IsConstruction(MethodDefinition head)
    {
        var seen = new HashSet<MethodDefinition> { head };
        var work = new Queue<MethodDefinition>([head]);
        while (work.Count > 0)
        {
            var next = work.Dequeue();
            if (next is { IsConstructor: true, IsStatic: false })
                continue;
            if (GeneratedCode.IsLambda(next) || next.IsVirtual || OutsideVisibility.Of(next) || OutsideMarks.AreOn(next) || calls.Value.IsAddressTaken(next))
                return false;
            var callers = calls.Value.BodiesThatName(next).Select(heads.FindHead).ToList();
            if (callers.Count == 0 || callers.Exists(c => GeneratedCode.UserTypeOf(c.DeclaringType) != GeneratedCode.UserTypeOf(head.DeclaringType)))
                return false;
            callers.Where(seen.Add).ToList().ForEach(work.Enqueue);
        }

        return true;
    }
}
