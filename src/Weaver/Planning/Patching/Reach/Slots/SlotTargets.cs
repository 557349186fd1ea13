using HotWeave.Weaver.Analysis.Patching.Slots;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Slots;

/// <summary>Who answers calls that tests of an object's type end with.</summary>
internal sealed class SlotTargets(SlotMap slots, PatchUniverse universe)
{
    /// <summary>Who answers for a method, of a new build or from outside.</summary>
    /// <param name="target">The method.</param>
    /// <param name="isDirect">Whether exactly this method is meant; else the receiver's type is asked.</param>
    public BindingKind Find(MethodDefinition target, bool isDirect)
    {
        if (universe.Find(target.DeclaringType) is null || universe.WovenOf(target.DeclaringType) is null)
            return BindingKind.Deployed;
        var here = !isDirect && (target.IsAbstract || slots.CasesOf(target).Count > 0) ? BindingKind.Slot : BindingKind.Body;
        if (universe.OldOf(target) is not { } old)
            return here;
        if (isDirect && target.HasBody)
            return BindingKind.Body;
        return !old.IsVirtual && universe.IsInlined(target) ? here : BindingKind.Deployed;
    }
}
