using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>An interface that the new build adds to a deployed class whose objects answer casts themselves.</summary>
/// <param name="Host">The class that answers: the class itself or a base of it, in the new build.</param>
/// <param name="View">The host, in the terms of <paramref name="Type"/>.</param>
/// <param name="Type">The class.</param>
/// <param name="Interface">The interface, in the terms of <paramref name="Type"/>.</param>
/// <param name="Members">What the class runs for the interface's members; those that run the interface's own body are not listed.</param>
internal sealed record AddedInterface(TypeDefinition Host, TypeReference View, TypeDefinition Type, TypeReference Interface, IReadOnlyList<AddedImplementation> Members)
{
    /// <summary>Whether the class itself lists it, not a base class or another interface.</summary>
    public bool IsListed => Type.Interfaces.Any(i => i.InterfaceType == Interface);

    /// <summary>What a person is told.</summary>
    public Edit Edit => new(EditKind.Added, ReadableName.Describe(Type), $"{ReadableName.Describe(Type)} : {Interface.FullName}", SymbolLocation.Find(Type));
}

/// <summary>What a class runs for a member of an interface.</summary>
/// <param name="Member">The member, as found.</param>
/// <param name="Target">The method of the new build.</param>
/// <param name="TargetView">The type that declares it, in the terms of the class.</param>
internal sealed record AddedImplementation(MethodDefinition Member, MethodDefinition Target, TypeReference TargetView);
