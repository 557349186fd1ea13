using HotWeave.Weaver.Analysis.Patching.Contracts;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Slots;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Follows new code from the exports of the replaced types until nothing is named that the patch does not have: a body is walked when
/// something names it, and what it names is walked in
/// turn. The order is that in which the patch is made.
/// </summary>
internal sealed class ReachPlanner
{
    private readonly PatchPlan _plan;
    private readonly ReachFacts _facts;
    private readonly ReachNeeds _needs;
    private readonly SlotReach _slots;
    private readonly BodyReachBuilder _code;
    private readonly List<ReachStep> _steps = [];

    private ReachPlanner(PatchPlan plan)
    {
        _plan = plan;
        _facts = new ReachFacts(plan);
        _needs = new ReachNeeds(plan, _facts);
        _slots = new SlotReach(plan.Slots, new SlotTargets(plan.Slots, _facts.Universe), _facts.Universe, _needs.Types, _needs);
        _code = new BodyReachBuilder(_facts, _needs.Types, _needs);
    }

    /// <summary>Plans who is bound where, what is needed for it, and what cannot be.</summary>
    public static PatchReach Plan(PatchPlan plan) => new ReachPlanner(plan).Plan();

    private PatchReach Plan()
    {
        foreach (var type in _plan.Replaced)
            PlanVersion(type);
        foreach (var export in _plan.Holders.SelectMany(static h => h.Exports))
            PlanHolder(export);
        foreach (var hook in _plan.Hooks)
            _needs.NeedHook(hook.Method);
        foreach (var type in _plan.Scanned.Concat(_plan.Controllers).Concat(_plan.HostedServices))
            _needs.NeedType(type);
        foreach (var contract in _plan.Contracts)
            PlanContract(contract);
        foreach (var method in _plan.ScannedMethods)
            PlanScanned(method);
        foreach (var action in _plan.Actions.SelectMany(static a => a.Added))
            PlanAction(action);
        while (_needs.TakeStep() is { } step)
        {
            _steps.Add(step);
            Follow(step);
        }

        var sources = FindSources();
        return new PatchReach(_plan, _facts, _steps, _code.Bodies, _needs.Bodies, _needs.Moved, sources, _needs.References, FindGrants(),
            [.. _needs.Notes, .. MarshallingRule.Check(sources, FindMethods())]);
    }

    private List<ModuleDefinition> FindSources() =>
    [
        .. _plan.Replaced.Select(static r => r.Type.Module)
            .Concat(_plan.Inlined.Select(static m => m.Module))
            .Concat(_needs.Moved.Select(static t => t.Module))
            .Concat(_plan.Contracts.Select(static c => c.Type.Module))
            .Concat(_plan.Actions.Where(static a => a.Added.Count > 0).Select(static a => a.Type!.Module))
            .Distinct(),
    ];

    private IEnumerable<MethodDefinition> FindMethods() =>
        _needs.Bodies
            .Concat(_steps.Select(static s => s.Member).OfType<MethodDefinition>())
            .Concat(_needs.Moved.SelectMany(static t => t.Methods));

    private IReadOnlyCollection<string> FindGrants()
    {
        var assemblies = new DefiningAssemblies();
        foreach (var type in _plan.Matches.SelectMany(static m => m.Pair.Old.GetTypes().Concat(m.Pair.New.GetTypes())))
            assemblies.Add(type.BaseType);
        return assemblies.Names;
    }

    private void PlanContract(AddedContract contract)
    {
        _needs.Types.AddConstraints(contract.Type.GenericParameters);
        _needs.Types.AddType(contract.Type);
        if (AddedContract.FindNullableContext(contract.Type) is { } context)
            _needs.Members.AddAttribute(context);
        foreach (var added in contract.Properties)
        {
            _needs.Types.AddType(added.Property.PropertyType);
            foreach (var attribute in added.Property.CustomAttributes)
                _needs.Members.AddAttribute(attribute);
            foreach (var accessor in new[] { added.Get, added.Set }.OfType<MethodDefinition>())
                NeedAccessor(accessor);
        }
    }

    // Its body is one of those that its type's version answers for by name.
    private void PlanScanned(MethodDefinition method)
    {
        foreach (var provider in method.Parameters.Append<ICustomAttributeProvider>(method.MethodReturnType))
            foreach (var attribute in provider.CustomAttributes)
                _needs.Members.AddAttribute(attribute);
        foreach (var attribute in BodyAttributes.FindShown(method))
            _needs.Members.AddAttribute(attribute);
    }

    private void PlanAction(MethodDefinition action)
    {
        _needs.Types.AddShape(action);
        PlanScanned(action);
        NeedAccessor(action);
    }

    private void NeedAccessor(MethodDefinition accessor)
    {
        if (_facts.Universe.IsAsked(accessor))
            _needs.NeedSlot(accessor);
        else
            _needs.NeedBody(accessor);
    }

    private void PlanVersion(ReplacedType type)
    {
        foreach (var export in type.Exports)
            PlanExport(type, export);
        foreach (var called in _facts.FindLateTargets(type))
            _needs.NeedBody(called);
        // The baseline answers for those that it has.
        foreach (var called in _facts.FindLateTargets(type).Where(m => _facts.Universe.OldOf(m) is not null))
        {
            _needs.Types.AddShape(called);
            _needs.Types.AddMethod(called);
        }
    }

    private void PlanExport(ReplacedType type, PatchedExport export)
    {
        var form = _facts.FindForm(type, export);
        if (form == ExportForm.CastAnswer)
            _needs.Enqueue(new ReachStep(StepKind.CastAnswer, type.Type) { Type = type, Export = export });
        else if (form == ExportForm.Inherited)
            _slots.PlanInherited(export.Inherited!);
        if (form is not (ExportForm.Tests or ExportForm.TestsThenDeployed or ExportForm.Static or ExportForm.Override))
            return;
        _needs.Types.AddShape(export.New!);
        if (form is ExportForm.Tests or ExportForm.TestsThenDeployed)
            _slots.PlanCases(export.New!);
        if (form is ExportForm.Tests or ExportForm.Static)
            _needs.NeedBody(export.New!);
        if (form != ExportForm.Override)
            return;
        AddAttributes(export.New!, isStatic: false);
        _needs.Enqueue(new ReachStep(StepKind.Override, export.New!) { Type = type, Export = export });
    }

    private void PlanHolder(PatchedExport export)
    {
        if (export.New is not { } member)
            return;
        _needs.Types.AddShape(member);
        if (AddedMark.Read(export.Woven)!.Kind == HomeKind.Virtual)
            _needs.NeedSlot(member);
        else
            _needs.NeedBody(member);
    }

    private void Follow(ReachStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Body:
                AddAttributes((MethodDefinition)step.Member, isStatic: true);
                _code.WalkBody((MethodDefinition)step.Member);
                break;
            case StepKind.Override or StepKind.MovedBody:
                _code.WalkBody((MethodDefinition)step.Member);
                break;
            case StepKind.Accessor or StepKind.MovedAccessor:
                FollowAccessor((MethodDefinition)step.Member);
                break;
            case StepKind.Initialiser:
                _code.WalkValue(step.Field!);
                break;
            case StepKind.Slot:
                _slots.PlanSlot((MethodDefinition)step.Member);
                break;
            case StepKind.SlotByReference:
                _slots.PlanSlotByReference((MethodDefinition)step.Member);
                break;
            case StepKind.CastAnswer:
                _slots.PlanCastAnswer(step.Type!.Type, step.Export!.Woven.Name == GeneratedName.IsInterfaceImplemented);
                break;
            case StepKind.Bridge:
                _slots.PlanBridges((TypeDefinition)step.Member);
                break;
            case StepKind.Type:
                FollowType((TypeDefinition)step.Member);
                break;
        }
    }

    private void FollowAccessor(MethodDefinition accessor)
    {
        var (mark, member) = _facts.Accessors.Find(accessor)!;
        if (member is not MethodDefinition method)
        {
            if (_facts.IsAdded((FieldDefinition)member))
                _needs.NeedCell((FieldDefinition)member);
        }
        else if (mark.Kind == AccessorKind.Constructor || !_facts.Universe.IsAsked(method))
        {
            _needs.NeedBody(method);
        }
        else
        {
            _needs.NeedSlot(method);
        }
    }

    private void FollowType(TypeDefinition type)
    {
        if (GeneratedCode.IsData(type))
        {
            _needs.Members.AddHead(type);
            return;
        }

        _needs.Members.AddType(type);
        var isClosure = _facts.IsMovedClosure(type);
        foreach (var method in type.Methods.Where(static m => m.HasBody))
        {
            _needs.Enqueue(new ReachStep(StepKind.MovedBody, method));
            if (isClosure && _facts.IsWovenLambda(method))
                _needs.Enqueue(new ReachStep(StepKind.Lambda, method));
        }

        foreach (var accessor in type.Methods.Where(static m => AccessorMark.Read(m) is not null))
        {
            _needs.CheckNames(accessor);
            if (_facts.Accessors.Find(accessor) is not null)
                _needs.Enqueue(new ReachStep(StepKind.MovedAccessor, accessor));
        }

        _needs.Enqueue(new ReachStep(StepKind.Bridge, type));
        // Nested types come along although nothing names them yet: reflection over an added type shows them.
        foreach (var nested in type.NestedTypes)
            _needs.NeedType(nested);
    }

    private void AddAttributes(MethodDefinition source, bool isStatic)
    {
        foreach (var attribute in BodyAttributes.FindIn(source, isStatic))
            _needs.Members.AddAttribute(attribute);
    }
}
