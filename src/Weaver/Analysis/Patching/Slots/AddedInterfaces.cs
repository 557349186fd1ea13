using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>Finds the interfaces that deployed classes gain, and what implements them.</summary>
internal sealed class AddedInterfaces(DeployedSlots slots, DiagnosticSink sink)
{
    /// <summary>The interfaces that the new build adds to a class; none where its objects do not answer casts themselves.</summary>
    public IEnumerable<AddedInterface> Of(TypeDefinition type, TypeDefinition old)
    {
        if (type.Interfaces.Count == 0 || HostOf(type) is not var (view, host))
            yield break;
        var then = new HashSet<string>(old.Interfaces.Select(static i => SignatureText.Plain.Of(i.InterfaceType)), StringComparer.Ordinal);
        foreach (var added in type.Interfaces.Select(static i => i.InterfaceType).Where(i => !then.Contains(SignatureText.Plain.Of(i))))
        {
            if (MembersOf(type, added) is { } members)
                yield return new AddedInterface(host, view, type, added, members);
            else
                sink.Report(EditDiagnostics.InterfacesChanged.At(ReadableName.Of(type), SymbolLocation.Of(type), ReadableName.Of(type), "added " + added.FullName));
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
                members.Add(new AddedImplementation(member, target, slots.New.BasesOf(type).Prepend((View: Own(type), Type: type)).First(b => b.Type == target.DeclaringType).View));
            else if (member.IsAbstract)
                return null;
        }

        return members;
    }

    private (TypeReference View, TypeDefinition Host)? HostOf(TypeDefinition type)
    {
        foreach (var (view, host) in slots.New.BasesOf(type).Prepend((Own(type), type)))
        {
            if (slots.OldOf(host)?.Methods.Any(static m => Marks.IsOverrideStub(m) && m.Name == GeneratedName.InterfaceImplementation) == true)
                return (view, host);
        }

        return null;
    }

    private static TypeReference Own(TypeDefinition type)
    {
        if (!type.HasGenericParameters)
            return type;
        var own = new GenericInstanceType(type) { IsValueType = type.IsValueType };
        foreach (var parameter in type.GenericParameters)
            own.GenericArguments.Add(parameter);
        return own;
    }
}
