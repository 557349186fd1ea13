using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Code that runs once for each object: constructors, what only they call, and methods that a framework calls when an object begins its
/// work.
/// </summary>
internal sealed class ObjectEntries(CodeHeads heads, Lazy<CallGraph> calls)
{
    private readonly RunPoints _points = new(heads, calls);

    /// <summary>
    /// Whether a method is called once for each object, when that begins its work: by a framework, or by a program's own, which goes by the
    /// same names.
    /// </summary>
    public static bool IsActivation(MethodDefinition method) =>
        method.IsVirtual && method.Name is "OnActivateAsync" or "PreStart" or "OnInitialized" or "OnInitializedAsync" or "OnConnectedAsync";

    /// <summary>Whether a head is such a method, or only those of its type call it.</summary>
    public bool IsOfActivation(MethodDefinition head)
    {
        var seen = new HashSet<MethodDefinition> { head };
        var work = new Queue<MethodDefinition>([head]);
        while (work.Count > 0)
        {
            var next = work.Dequeue();
            if (IsActivation(next))
                continue;
            if (next.IsStatic || IsReachedOtherwise(next))
                return false;
            var callers = calls.Value.BodiesThatName(next).Select(heads.FindHead).ToList();
            if (callers.Count == 0 || callers.Exists(c => GeneratedCode.UserTypeOf(c.DeclaringType) != GeneratedCode.UserTypeOf(head.DeclaringType)))
                return false;
            callers.Where(seen.Add).ToList().ForEach(work.Enqueue);
        }

        return true;
    }

    /// <summary>Whether a head runs only while an object of its type is made, or in what that has begun.</summary>
    public ObjectRun FindRun(MethodDefinition head)
    {
        MethodDefinition? loop = null;
        var seen = new HashSet<MethodDefinition> { head };
        var work = new Queue<MethodDefinition>([head]);
        while (work.Count > 0)
        {
            var next = work.Dequeue();
            if (next is { IsConstructor: true, IsStatic: false })
                continue;
            if (IsReachedOtherwise(next))
                return ObjectRun.Other;
            var bodies = calls.Value.BodiesThatName(next).ToList();
            var callers = bodies.ConvertAll(heads.FindHead);
            if (callers.Count == 0 || callers.Exists(c => GeneratedCode.UserTypeOf(c.DeclaringType) != GeneratedCode.UserTypeOf(head.DeclaringType)))
                return ObjectRun.Other;
            foreach (var (body, call) in bodies.SelectMany(b => ListCalls(b, next).Select(c => (b, c))))
            {
                // What waits for work calls it for as long as the object lives.
                if (_points.IsToCome(body, call, RunPlace.Certain))
                    return ObjectRun.Other;
                if (_points.MayComeAgain(body, call))
                    loop ??= heads.FindHead(body);
            }

            callers.Where(seen.Add).ToList().ForEach(work.Enqueue);
        }

        return new ObjectRun(true, loop);
    }

    private bool IsReachedOtherwise(MethodDefinition method) =>
        GeneratedCode.IsLambda(method) || method.IsVirtual || OutsideVisibility.IsVisible(method) || OutsideMarks.AreOn(method)
        || calls.Value.IsAddressTaken(method);

    private IEnumerable<Instruction> ListCalls(MethodDefinition body, MethodDefinition callee) =>
        body.Body.Instructions.Where(i => i.Operand is MethodReference called && called.Name == callee.Name && heads.FindOwn(called) == callee);
}

/// <summary>Whether code runs only while an object is made.</summary>
/// <param name="IsConstruction">Whether it does.</param>
/// <param name="Loop">What the constructor has begun and what calls it in a loop that may be fed still; null where nothing does.</param>
internal readonly record struct ObjectRun(bool IsConstruction, MethodDefinition? Loop)
{
    /// <summary>It runs at other times too.</summary>
    public static ObjectRun Other { get; }
}
