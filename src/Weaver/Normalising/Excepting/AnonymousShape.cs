using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Compilers number anonymous types, so that those of one name may be two.</summary>
internal static class AnonymousShape
{
    /// <summary>Whether types of one name have the same properties in the same order, where they are anonymous.</summary>
    public static bool AreSame(TypeDefinition type, TypeDefinition other) =>
        !GeneratedCode.IsAnonymous(other) || type.Properties.Select(static p => p.Name).SequenceEqual(other.Properties.Select(static p => p.Name), StringComparer.Ordinal);
}
