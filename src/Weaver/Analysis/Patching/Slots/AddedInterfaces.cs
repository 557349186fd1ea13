using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>Finds what implements the interfaces that deployed classes gain, and which classes answer for them.</summary>
internal sealed class AddedInterfaces(IReadOnlyList<TypeDefinition> types, DeployedSlots slots)
{
    private List<TypeDefinition>? _hosts;

    /// <summary>What objects of a class must answer casts to an interface with; null where they do not answer casts themselves, or a member is static or implemented by code from outside.</summary>
    public IReadOnlyList<AddedInterface>? Find(TypeDefinition type, TypeReference added)
    {
        if (HostOf(type) is not var (view, host) || MembersOf(type, added) is not { } members)
            return null;
        var found = new List<AddedInterface> { new(host, view, type, added, members) };
        // A class of another assembly answers for itself, whatever its base class answers.
        foreach (var below in Hosts().Where(h => h != host))
        {
            if (slots.New.BasesOf(below).FirstOrDefault(b => b.Type == type).View is not { } above)
                continue;
            var seen = added.Through(above);
            if (below.Interfaces.Any(i => SignatureText.Plain.Write(i.InterfaceType) == SignatureText.Plain.Write(seen)))
                continue;
            if (MembersOf(below, seen) is not { } own)
                return null;
            found.Add(new AddedInterface(below, below.SeenFromWithin(), below, seen, own));
        }

        return found;
    }

    /// <summary>The interfaces that a class of the patch lists and its deployed base classes implement with methods that the process does not have as virtual ones.</summary>
    public IEnumerable<AddedInterface> BridgesOf(TypeDefinition type)
    {
        if (!type.HasInterfaces || !slots.New.BasesOf(type).Any(b => slots.IsDeployed(b.Type)))
            yield break;
        foreach (var listed in type.Interfaces.Select(static i => i.InterfaceType))
        {
            var bridged = MembersOf(type, listed)?.Where(m => slots.IsDeployed(m.Target.DeclaringType) && slots.OldOf(m.Target) is not { IsVirtual: true }).ToList();
            if (bridged is { Count: > 0 })
                yield return new AddedInterface(type, type.SeenFromWithin(), type, listed, bridged);
        }
    }

    // Null where a member is static, or implemented by code from outside.
    private List<AddedImplementation>? MembersOf(TypeDefinition type, TypeReference added)
    {
        var members = new List<AddedImplementation>();
        foreach (var member in added.Resolve()?.Methods.Where(static m => m.IsVirtual || (m.IsStatic && m.IsAbstract)) ?? [])
        {
            if (member.IsStatic)
                return null;
            if (slots.New.ImplementationOf(type, added, member) is { } target)
                members.Add(new AddedImplementation(member, target, slots.New.BasesOf(type).Prepend((View: type.SeenFromWithin(), Type: type)).First(b => b.Type == target.DeclaringType).View));
            else if (member.IsAbstract)
                return null;
        }

        return members;
    }

    private (TypeReference View, TypeDefinition Host)? HostOf(TypeDefinition type)
    {
        foreach (var (view, host) in slots.New.BasesOf(type).Prepend((type.SeenFromWithin(), type)))
        {
            if (slots.OldOf(host) is { } old && DeployedSlots.AnswersCasts(old))
                return (view, host);
        }

        return null;
    }

    private List<TypeDefinition> Hosts() => _hosts ??= [.. types.Where(t => slots.OldOf(t) is { } old && DeployedSlots.AnswersCasts(old))];
}
