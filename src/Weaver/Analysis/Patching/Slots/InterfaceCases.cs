using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>What types run for members of interfaces, where a member or an implementation of it is new or gone.</summary>
internal sealed class InterfaceCases(IReadOnlyList<TypeDefinition> types, DeployedSlots slots)
{
    /// <summary>For a member that is new on a deployed interface: the types of the new builds that implement it.</summary>
    public List<SlotCase> Find(MethodDefinition member)
    {
        var cases = new List<SlotCase>();
        foreach (var type in types)
        {
            foreach (var (view, @interface) in slots.New.InterfacesOf(type).Where(i => i.Type == member.DeclaringType))
            {
                if (Implementation(slots.New, type, view, member) is { } target)
                    cases.Add(new SlotCase(type, view, target, ViewOf(target.DeclaringType, type), HasSeveral(type, @interface)));
            }
        }

        return cases;
    }

    /// <summary>
    /// For a method that is new on a deployed type and implements a member of an interface that the type had before: the deployed default body that the runtime
    /// goes on to find.
    /// </summary>
    /// <returns>The default body and the case that it has to test; where deployed code of another kind stands in between, the member and no case.</returns>
    public IEnumerable<(MethodDefinition Member, SlotCase? Case)> Reimplemented(MethodDefinition method)
    {
        var type = method.DeclaringType;
        var old = slots.OldOf(type)!;
        foreach (var (view, @interface) in slots.New.InterfacesOf(type))
        {
            if (slots.OldOf(@interface) is not { } oldInterface || OldView(old, oldInterface, view) is not { } oldView)
                continue;
            foreach (var member in @interface.Methods.Where(static m => m.IsVirtual))
            {
                if (slots.OldOf(member) is not { } oldMember || Implementation(slots.New, type, view, member) != method)
                    continue;
                var then = Implementation(slots.Old, old, oldView, oldMember);
                if (then is null && (oldMember.HasBody || !type.IsInterface))
                    yield return (DefaultFor(old, oldMember, member), new SlotCase(type, view, method, ViewOf(type, type), HasSeveral(type, @interface)));
                else if (then is not null && slots.NewOf(then) is { } known && !slots.New.Overrides(method, known))
                    yield return (member, null);
            }
        }
    }

    /// <summary>What implements the interface members now that a deployed method, which is gone, implemented.</summary>
    /// <returns>The method, the type that declares it in the terms of <paramref name="type"/>, and whether it is the member's own body; null where nothing does.</returns>
    public (MethodDefinition Target, TypeReference View, bool IsDefault)? InsteadOf(TypeDefinition type, MethodDefinition gone)
    {
        foreach (var (view, @interface) in slots.New.InterfacesOf(type))
        {
            if (slots.OldOf(@interface) is not { } oldInterface || OldView(gone.DeclaringType, oldInterface, view) is not { } oldView)
                continue;
            foreach (var member in @interface.Methods.Where(static m => m.IsVirtual))
            {
                if (slots.OldOf(member) is not { } oldMember || slots.Old.ImplementationOf(gone.DeclaringType, oldView, oldMember) != gone)
                    continue;
                if (slots.New.ImplementationOf(type, view, member) is { } other)
                    return (other, ViewOf(other.DeclaringType, type), false);
                if (member.HasBody)
                    return (member, view, true);
            }
        }

        return null;
    }

    private bool HasSeveral(TypeDefinition type, TypeDefinition @interface) => slots.New.InterfacesOf(type).Count(i => i.Type == @interface) > 1;

    private static MethodDefinition? Implementation(VirtualMethods side, TypeDefinition type, TypeReference view, MethodDefinition member) =>
        type.IsInterface ? VirtualMethods.Explicit(type, view, member) : side.ImplementationOf(type, view, member);

    // The default body of the interface nearest to the type: one that inherits the member may have its own.
    private MethodDefinition DefaultFor(TypeDefinition old, MethodDefinition oldMember, MethodDefinition member)
    {
        foreach (var (_, @interface) in slots.Old.InterfacesOf(old))
        {
            foreach (var (view, inherited) in slots.Old.InterfacesOf(@interface))
            {
                if (inherited == oldMember.DeclaringType && VirtualMethods.Explicit(@interface, view, oldMember) is { } own && slots.NewOf(own) is { } known)
                    return known;
            }
        }

        return member;
    }

    private TypeReference? OldView(TypeDefinition old, TypeDefinition oldInterface, TypeReference view)
    {
        var text = SignatureText.Plain.Write(view);
        return slots.Old.InterfacesOf(old).Where(i => i.Type == oldInterface && SignatureText.Plain.Write(i.View) == text).Select(static i => i.View).FirstOrDefault();
    }

    private TypeReference ViewOf(TypeDefinition declaring, TypeDefinition type) =>
        declaring == type ? type.SeenFromWithin() : slots.New.BasesOf(type).First(b => b.Type == declaring).View;
}
