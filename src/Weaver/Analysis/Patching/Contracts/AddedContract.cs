using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Contracts;

/// <summary>The properties that a patch adds to a deployed type, and shows to serialisers.</summary>
/// <param name="Type">The type in the new build.</param>
/// <param name="Properties">Those with an accessor that is new, in the order of the new build.</param>
internal sealed record AddedContract(TypeDefinition Type, IReadOnlyList<AddedProperty> Properties)
{
    /// <summary>What the compiler says, on a type or one around it, of references without an annotation of their own; null where it does not.</summary>
    public static CustomAttribute? FindNullableContext(TypeDefinition type) =>
        type.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.NullableContextAttribute")
        ?? (type.DeclaringType is { } outer ? FindNullableContext(outer) : null);
}

/// <summary>A property with an accessor that only the patch has.</summary>
/// <param name="Property">The property in the new build.</param>
/// <param name="Get">The getter, where it is new.</param>
/// <param name="Set">The setter, where it is new.</param>
internal sealed record AddedProperty(PropertyDefinition Property, MethodDefinition? Get, MethodDefinition? Set);
