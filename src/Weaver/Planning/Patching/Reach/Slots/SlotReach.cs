using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Types;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Slots;

/// <summary>What tests of an object's type need that stand for a method table's entry, and for answers to casts.</summary>
internal sealed class SlotReach(SlotMap slots, SlotTargets targets, PatchUniverse universe, TypeNeeds types, IReachNeeds needs)
{
    private readonly HashSet<AddedInterface> _implemented = [];

    /// <summary>What the method needs that tests the object's type for a virtual method.</summary>
    public void PlanSlot(MethodDefinition slot)
    {
        PlanCases(slot);
        if (slot.HasBody)
            PlanCall(slot, slot.DeclaringType, isDirect: true);
    }

    /// <summary>What the same needs for a receiver that comes by reference.</summary>
    public void PlanSlotByReference(MethodDefinition slot)
    {
        foreach (var @case in slots.CasesOf(slot).Where(static c => c.Type is { IsValueType: true, HasGenericParameters: false }))
        {
            types.AddType(@case.Type);
            PlanCall(@case.Target, @case.TargetView, isDirect: false);
        }

        needs.NeedSlot(slot);
    }

    /// <summary>What the tests of a method's cases need.</summary>
    public void PlanCases(MethodDefinition slot) => PlanCases(slots.CasesOf(slot));

    /// <summary>What objects run now for a deployed override that is gone.</summary>
    public void PlanInherited(InheritedSlot inherited)
    {
        PlanCases(inherited.Cases);
        if (universe.Find(inherited.Target.DeclaringType) is not null)
            PlanCall(inherited.Target, inherited.View, inherited.IsDirect);
    }

    /// <summary>What a class's answer to casts needs.</summary>
    /// <param name="host">The class that answers.</param>
    /// <param name="isAsked">Whether the answer is yes or no; else it is what implements the interface.</param>
    public void PlanCastAnswer(TypeDefinition host, bool isAsked)
    {
        foreach (var added in slots.Interfaces.Where(i => i.Host == host))
        {
            var isKnown = CaseBinding.Infer(new SlotCase(added.Type, added.View, null!, added.View), host,
                [.. host.GenericParameters]) is not null;
            if (!isKnown || !isAsked)
                PlanImplementation(added);
            types.AddType(added.Type);
            types.AddType(added.Interface);
        }
    }

    /// <summary>What a type that moves implements interfaces with.</summary>
    public void PlanBridges(TypeDefinition type)
    {
        foreach (var bridged in slots.Bridged.Where(b => b.Type == type))
        {
            foreach (var member in bridged.Members)
                PlanMember(bridged, member);
        }
    }

    private void PlanCases(IReadOnlyList<SlotCase> cases)
    {
        foreach (var @case in cases)
        {
            if (@case.IsOneOfSeveral)
                AddArguments(@case.View);
            types.AddConstraints(@case.Type.GenericParameters);
            types.AddType(@case.Type);
            foreach (var parameter in @case.Target.Parameters)
                types.AddType(parameter.ParameterType.Through(@case.TargetView));
            PlanCall(@case.Target, @case.TargetView, isDirect: false);
            types.AddType(@case.Target.ReturnType.Through(@case.TargetView));
        }
    }

    private void PlanImplementation(AddedInterface added)
    {
        if (!_implemented.Add(added))
            return;
        types.AddConstraints(added.Type.GenericParameters);
        types.AddType(added.Interface);
        foreach (var member in added.Members)
            PlanMember(added, member);
    }

    private void PlanMember(AddedInterface added, AddedImplementation implementation)
    {
        var member = implementation.Member;
        // Of a member that only the patch has, the patch finds what implements it by the object's type.
        if (universe.Find(member.DeclaringType) is not null && universe.WovenOf(member.DeclaringType) is not null
            && universe.OldOf(member) is null)
            return;
        types.AddConstraints(implementation.Target.GenericParameters);
        types.AddType(implementation.Target.ReturnType.Through(implementation.TargetView));
        foreach (var parameter in implementation.Target.Parameters)
            types.AddType(parameter.ParameterType.Through(implementation.TargetView));
        PlanCall(implementation.Target, implementation.TargetView, isDirect: false);
    }

    private void PlanCall(MethodDefinition target, TypeReference view, bool isDirect)
    {
        switch (targets.Find(target, isDirect))
        {
            case BindingKind.Slot:
                needs.NeedSlot(target);
                break;
            case BindingKind.Body:
                needs.NeedBody(target);
                break;
            default:
                types.AddType(view);
                types.AddMethod(target);
                return;
        }

        AddArguments(view);
    }

    private void AddArguments(TypeReference view)
    {
        if (view is not GenericInstanceType instance)
            return;
        foreach (var argument in instance.GenericArguments)
            types.AddType(argument);
    }
}
