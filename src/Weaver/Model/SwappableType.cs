using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>A type that is to be woven.</summary>
/// <param name="Type">The type that a person wrote.</param>
/// <param name="IsWhole">True when the type is selected; false when only methods of it are marked.</param>
/// <param name="Generated">The types that the compiler made for it: closures, state machines, and those within these.</param>
internal sealed record SwappableType(TypeDefinition Type, bool IsWhole, IReadOnlyList<TypeDefinition> Generated)
{
    /// <summary>All methods of the type and of its generated types, in metadata order.</summary>
    public IEnumerable<MethodDefinition> Methods => Type.Methods.Concat(Generated.SelectMany(static t => t.Methods));
}
