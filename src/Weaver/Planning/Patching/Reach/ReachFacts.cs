using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>What is known of members before any body is walked: who is deployed, local, late, asked, kept in a cell.</summary>
internal sealed class ReachFacts
{
    private readonly PatchPlan _plan;
    private readonly HashSet<LocalCall> _late;
    private readonly HashSet<FieldDefinition> _added;
    private readonly HashSet<TypeDefinition> _converted;
    private readonly HashSet<Instruction> _made;
    private readonly HashSet<MethodDefinition> _makers;

    public ReachFacts(PatchPlan plan)
    {
        _plan = plan;
        Universe = new PatchUniverse(plan);
        Locals = new LocalCalls(plan);
        _late = [.. plan.LateCalls];
        _made = [.. plan.Kept.SelectMany(static k => k.Made)];
        _makers = [.. _made.Where(static i => i.OpCode.Code != Code.Newobj).Select(static i => ((MethodReference)i.Operand).Resolve())];
        _added = [.. plan.AddedFields.Select(static a => a.Field)];
        _converted = [.. plan.State.SelectMany(static s => s.Numbers).Select(static n => n.Type).Where(plan.Listed.Lazy.Contains)];
        Accessors = new AccessorTargets(Universe, _added);
    }

    /// <summary>Which definition is which.</summary>
    public PatchUniverse Universe { get; }

    /// <summary>Which calls are local.</summary>
    public LocalCalls Locals { get; }

    /// <summary>What accessors of members stand for.</summary>
    public AccessorTargets Accessors { get; }

    /// <summary>Whether a call finds its version by name.</summary>
    public bool IsLate(MethodDefinition caller, MethodDefinition callee) => _late.Contains(new LocalCall(caller, callee));

    /// <summary>Whether objects below the method's type are to be found by tests.</summary>
    public bool HasCases(MethodDefinition method) => _plan.Slots.CasesOf(method).Count > 0;

    /// <summary>Whether a method is a member of a deployed type that only the patch has, so that no method table has its slot.</summary>
    public bool IsOfPatchOnly(MethodReference method) =>
        Universe.Find(method) is { } found && Universe.WovenOf(found.DeclaringType) is not null && Universe.OldOf(found) is null;

    /// <summary>Whether a construction, or a call of what constructs, must run the code of this version, whichever is current by then.</summary>
    public bool IsMadeHere(Instruction construction) => _made.Contains(construction);

    /// <summary>Whether a field is kept in a cell.</summary>
    public bool IsAdded(FieldDefinition field) => _added.Contains(field);

    /// <summary>Whether objects of a type are converted at their first touch.</summary>
    public bool IsConverted(TypeDefinition type) => _converted.Contains(type);

    /// <summary>Whether an object is converted before the field is used.</summary>
    public bool IsGuarded(FieldDefinition field) => !field.IsStatic && IsConverted(field.DeclaringType);

    /// <summary>The methods of a type that waiting loops, and those who were given an added method, call by name.</summary>
    public IReadOnlyList<MethodDefinition> FindLateTargets(ReplacedType type) =>
        [.. _plan.LateCalls.Select(static c => c.Target).Concat(_plan.ScannedMethods).Distinct().Where(m => m.DeclaringType == type.Type)];

    /// <summary>What stands in a version class for an export.</summary>
    public ExportForm FindForm(ReplacedType type, PatchedExport export)
    {
        if (AnswersCasts(type, export))
            return ExportForm.CastAnswer;
        if (export.Inherited is not null)
            return ExportForm.Inherited;
        if (export.New is not { } method)
            return ExportForm.Deployed;
        if (!method.HasBody)
            return HasCases(method) ? ExportForm.TestsThenDeployed : ExportForm.Deployed;
        if (HasCases(method))
            return ExportForm.Tests;
        return method.IsConstructor || NeedsStaticBody(method) ? ExportForm.Static : ExportForm.Override;
    }

    // Where callers within the patch call the body directly, it cannot stand in an override.
    private bool NeedsStaticBody(MethodDefinition source) =>
        Locals.IsCalled(source) || _makers.Contains(source) || Universe.IsInlined(source) || source.IsSynchronized;

    // By one of the two methods by which objects answer casts, where there is something new to answer.
    private bool AnswersCasts(ReplacedType type, PatchedExport export) =>
        export.Woven.Name is GeneratedName.IsInterfaceImplemented or GeneratedName.InterfaceImplementation
            && _plan.Slots.Interfaces.Any(i => i.Host == type.Type);

    /// <summary>
    /// Whether a type is a closure class without a deployed partner, of a type that has one: the patch has it, and its objects outlive the
    /// version.
    /// </summary>
    public bool IsMovedClosure(TypeDefinition type) =>
        GeneratedCode.IsGenerated(type) && !GeneratedCode.IsStateMachine(type) && type.Methods.Any(GeneratedCode.IsLambdaOrLocalFunction)
        && Universe.WovenOf(type) is null && Universe.WovenOf(GeneratedCode.UserTypeOf(type)) is not null;

    /// <summary>Whether a lambda in such a class is woven: delegates name it itself, and a later patch knows which it is.</summary>
    public bool IsWovenLambda(MethodDefinition method)
    {
        if (method.DeclaringType.IsValueType || !GeneratedCode.IsLambda(method))
            return false;
        // A closure of F# is the function: its class says which it is.
        return Universe.MarkOf(method).Generated.Length > 0 || (method.IsVirtual && Universe.MarkOf(method.DeclaringType) is not null);
    }

    /// <summary>What delegates of a method mean that are not of the most derived one.</summary>
    public static HomeKind FindHomeKind(MethodDefinition member) =>
        member is { HasThis: true, DeclaringType.IsValueType: true } ? HomeKind.Boxed
        : GeneratedCode.IsLambda(member) && member.HasThis && GeneratedCode.IsStateless(member.DeclaringType) ? HomeKind.Open
        : HomeKind.Plain;
}
