using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>
/// Finds who goes on to run deployed bodies after a swap. A call reaches a deployed body where it has no stub, or is bound to the body of its own version; who calls so is followed
/// in turn, up to code that nobody can exchange: what runs already, what no patch reaches, and what delegates hold.
/// </summary>
/// <param name="matches">The assemblies.</param>
/// <param name="isExport">Whether a deployed method has a stub.</param>
/// <param name="hasSlot">Whether the type that a person wrote, around a deployed type, has a slot.</param>
internal sealed class StayingCode(IReadOnlyList<AssemblyMatch> matches, Func<MethodDefinition, bool> isExport, Func<TypeDefinition, bool> hasSlot)
{
    private readonly Lazy<CallGraph> _callGraph = new(() => CallGraph.OfDeployed(matches));
    private readonly Dictionary<TypeDefinition, bool> _bindsOld = [];

    /// <summary>What runs already.</summary>
    public RunningCode Running { get; } = new();

    private CallGraph Calls => _callGraph.Value;

    /// <summary>Whether callers of a deployed method may still run its body, though they are not its own type's.</summary>
    public bool HasOpenBody(MethodDefinition method) => !isExport(method) || MatchOf(method)?.NewOf(method) is null;

    /// <summary>Whether code of a deployed type may go on to run, with calls that are bound to the bodies of its own version.</summary>
    public bool BindsOldBodies(MethodDefinition method)
    {
        var type = GeneratedCode.UserTypeOf(method.DeclaringType);
        return _bindsOld.TryGetValue(type, out var known) ? known : _bindsOld[type] = CodeOf(type).Any(m => Activation.IsEntryPoint(m) || IsLeftLambda(m));
    }

    /// <summary>Whether a deployed method is a lambda that the new build does not have, so that delegates of it keep it.</summary>
    public bool IsLeftLambda(MethodDefinition method) =>
        GeneratedCode.IsLambda(method) && isExport(method) && MatchOf(method) is { } match && match.NewOf(method) is null && match.IsMatched(GeneratedCode.UserTypeOf(method.DeclaringType));

    /// <summary>The deployed methods that go on to run the deployed body of <paramref name="method"/>, by calls, the nearest first.</summary>
    public IReadOnlyList<StayingMethod> FindKeepers(MethodDefinition method)
    {
        var found = new List<StayingMethod>();
        var seen = new HashSet<MethodDefinition> { method };
        var work = new Queue<MethodDefinition>([method]);
        while (work.Count > 0)
        {
            var callee = work.Dequeue();
            if (!HasOpenBody(callee) && !BindsOldBodies(callee))
                continue;
            foreach (var namer in Calls.BodiesThatName(callee))
            {
                var caller = Activation.Find(namer);
                if (caller == callee || !(HasOpenBody(callee) || IsBound(namer, callee)))
                    continue;
                if (Running.Find(namer) is { } running && running.Live.Any(i => Names(i, callee)))
                    Add(found, new StayingMethod(caller, running.Keeper));
                if (!seen.Add(caller))
                    continue;
                work.Enqueue(caller);
                if (FindKeeper(caller) is { } keeper && found.TrueForAll(f => f.Method != caller))
                    Add(found, new StayingMethod(caller, keeper));
            }
        }

        return found;
    }

    /// <summary>Why somebody whom no call shows goes on to run a deployed method; null where nobody is seen to.</summary>
    public Keeper? FindKeeper(MethodDefinition method)
    {
        if (IsLeftLambda(method))
            return DelegateUses.IsKept(method, Calls) ? Keeper.Delegate : null;
        if (isExport(method))
            return null;
        if (Activation.IsEntryPoint(method) || method is { IsConstructor: true, IsStatic: true })
            return Keeper.Started;
        var isTaken = Calls.IsAddressTaken(method);
        if (!hasSlot(method.DeclaringType))
            return isTaken || method.IsVirtual || !Calls.BodiesThatName(method).Any() ? Keeper.NotSwappable : null;
        return isTaken ? Keeper.Delegate : null;
    }

    private AssemblyMatch? MatchOf(MethodDefinition method) => matches.FirstOrDefault(m => m.Pair.Modules.Any(d => d.Old == method.Module));

    // The weaver has rebound such calls, unless they are in a loop that waits.
    private bool IsBound(MethodDefinition caller, MethodDefinition callee)
    {
        if (callee.IsVirtual || callee.IsConstructor || GeneratedCode.UserTypeOf(caller.DeclaringType) != GeneratedCode.UserTypeOf(callee.DeclaringType) || !BindsOldBodies(callee))
            return false;
        var woven = matches.SelectMany(static m => m.Pair.Modules).First(d => d.Old == caller.Module).Woven;
        return woven.LookupToken(caller.MetadataToken) is not MethodDefinition { HasBody: true } deployed || !deployed.Body.Instructions.Any(i => NamesToken(i, callee));
    }

    private static bool NamesToken(Instruction instruction, MethodDefinition callee) =>
        instruction.Operand is MethodReference reference && reference.Name == callee.Name && reference.Resolve()?.MetadataToken == callee.MetadataToken;

    private static bool Names(Instruction instruction, MethodDefinition callee) =>
        instruction.Operand is MethodReference reference && reference.Name == callee.Name && reference.DeclaringType.GetElementType().FullName == callee.DeclaringType.FullName
        && reference.Parameters.Count == callee.Parameters.Count;

    private static IEnumerable<MethodDefinition> CodeOf(TypeDefinition type) =>
        type.NestedTypes.Where(GeneratedCode.IsGenerated).SelectMany(CodeOf).Concat(type.Methods);

    private static void Add(List<StayingMethod> found, StayingMethod staying)
    {
        if (!found.Contains(staying))
            found.Add(staying);
    }
}
