using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>Which interfaces the types of one side of a patch have, and what their objects run for them.</summary>
internal sealed class ListedInterfaces(VirtualMethods side, Func<TypeReference, string> name)
{
    /// <summary>The interfaces in a type's own list by name, in its own terms; what weaving put there is none.</summary>
    public Dictionary<string, TypeReference> List(TypeDefinition type)
    {
        var listed = new Dictionary<string, TypeReference>(StringComparer.Ordinal);
        var answers = DeployedSlots.AnswersCasts(type);
        foreach (var implementation in type.Interfaces)
        {
            if (!answers || implementation.InterfaceType.Name != "IDynamicInterfaceCastable")
                listed[name(implementation.InterfaceType)] = implementation.InterfaceType;
        }

        return listed;
    }

    /// <summary>Whether a type has an interface, by the list of a base class or of another interface too.</summary>
    public bool Has(TypeDefinition type, string @interface) =>
        Views(type).Concat(Outside(type)).Any(t => t.Type.Interfaces.Any(i => Leads(i.InterfaceType.Through(t.View), @interface)));

    /// <summary>Whether the list of a type itself, or of a base class, names an interface.</summary>
    public bool Lists(TypeDefinition type, string @interface) =>
        Views(type).Any(t => t.Type.Interfaces.Any(i => name(i.InterfaceType.Through(t.View)) == @interface));

    /// <summary>What objects of a class or struct run for a member of an interface that it has: of the nearest class that lists the interface, or the most derived override of that.</summary>
    public MethodDefinition? RunFor(TypeDefinition type, string @interface, MethodDefinition member)
    {
        foreach (var (view, listing) in Views(type))
        {
            if (listing.Interfaces.Select(static i => i.InterfaceType).FirstOrDefault(i => Leads(i.Through(view), @interface)) is not { } leading)
                continue;
            var direct = View(leading, view, @interface) ?? leading;
            if (side.ImplementationOf(listing, direct, member) is not { } implementation)
                return null;
            return Views(type).SelectMany(static t => t.Type.Methods).First(m => m == implementation || side.Overrides(m, implementation));
        }

        return null;
    }

    private bool Leads(TypeReference listed, string @interface) =>
        name(listed) == @interface || (listed.Resolve()?.Interfaces.Any(i => Leads(i.InterfaceType.Through(listed), @interface)) ?? false);

    // The interface that a listed one leads to, in the terms of the type that lists it.
    private TypeReference? View(TypeReference listed, TypeReference view, string @interface) =>
        name(listed.Through(view)) == @interface
            ? listed
            : listed.Resolve()?.Interfaces.Select(i => View(i.InterfaceType.Through(listed), view, @interface)).FirstOrDefault(static i => i is not null);

    private IEnumerable<(TypeReference View, TypeDefinition Type)> Outside(TypeDefinition type)
    {
        for (var view = side.OutsideBaseOf(type); view?.Resolve() is { } outside; view = outside.BaseType?.Through(view))
            yield return (view, outside);
    }

    private IEnumerable<(TypeReference View, TypeDefinition Type)> Views(TypeDefinition type) => side.BasesOf(type).Prepend((type, type));
}
