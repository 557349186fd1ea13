using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Which methods of the new build are called locally: statically bound, not virtual, from the same type a person wrote.</summary>
internal sealed class LocalCalls
{
    private readonly HashSet<MethodDefinition> _called = [];
    private readonly HashSet<MethodDefinition> _checked = [];
    private readonly HashSet<MethodDefinition> _exports;
    private readonly HashSet<LocalCall> _inLoops;

    public LocalCalls(PatchPlan plan)
    {
        _inLoops = [.. plan.LoopCalls];
        _exports = [.. plan.Replaced.SelectMany(static r => r.Exports).Select(static e => e.New).OfType<MethodDefinition>()];
        // No other code of the new builds can be in the patch.
        var involved = new HashSet<TypeDefinition>(InvolvedMembers(plan).Select(static m => GeneratedCode.UserTypeOf(m as TypeDefinition
            ?? m.DeclaringType)));
        foreach (var match in plan.Matches)
        {
            foreach (var type in match.Pair.New.GetTypes())
            {
                var isInvolved = involved.Contains(GeneratedCode.UserTypeOf(type));
                if (!isInvolved && match.Untouched.Contains(type))
                    continue;
                foreach (var method in type.Methods.Where(m => m.HasBody && (isInvolved || match.OldOf(match.NewKeys.RootOf(m)) is null)))
                    Scan(method);
            }
        }
    }

    private static IEnumerable<IMemberDefinition> InvolvedMembers(PatchPlan plan) =>
        plan.Replaced.Select(static r => r.Type)
            .Concat<IMemberDefinition>(plan.Inlined)
            .Concat(plan.AddedFields.Select(static a => a.Field))
            .Concat(plan.Hooks.Select(static h => h.Method));

    /// <summary>Whether any local call names the method.</summary>
    public bool IsCalled(MethodDefinition method) => _called.Contains(method);

    /// <summary>Whether any caller relies on the call to check the receiver for null.</summary>
    public bool ChecksNull(MethodDefinition method) => _checked.Contains(method);

    /// <summary>Whether both methods belong to one type that a person wrote.</summary>
    public static bool IsOwn(MethodDefinition caller, MethodDefinition callee) =>
        GeneratedCode.UserTypeOf(caller.DeclaringType) == GeneratedCode.UserTypeOf(callee.DeclaringType);

    /// <summary>
    /// Whether a call between methods of one type is qualified: a person asked for that or it is in a waiting loop, and the deployed method
    /// has a
    /// stub that can answer.
    /// </summary>
    public bool IsQualified(MethodDefinition caller, MethodDefinition callee) =>
        (Marks.IsSafePoint(callee) && _exports.Contains(callee)) || _inLoops.Contains(new LocalCall(caller, callee));

    private void Scan(MethodDefinition caller)
    {
        foreach (var instruction in caller.Body.Instructions)
            Scan(caller, instruction);
    }

    private void Scan(MethodDefinition caller, Instruction instruction)
    {
        if (instruction.OpCode.Code is not (Code.Call or Code.Callvirt)
            || instruction.Operand is not MethodReference reference
            || reference.DeclaringType.GetElementType() is not TypeDefinition
            || reference.Resolve() is not { IsVirtual: false } callee)
        {
            return;
        }

        if (IsOwn(caller, callee) && !IsQualified(caller, callee))
            _called.Add(callee);
        if (instruction.OpCode.Code == Code.Callvirt)
            _checked.Add(callee);
    }
}
