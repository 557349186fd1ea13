using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Types of delegates.</summary>
internal static class DelegateTypes
{
    /// <summary>Whether a type is one.</summary>
    public static bool Contains(TypeDefinition type) => type.BaseType?.FullName == "System.MulticastDelegate";
}
