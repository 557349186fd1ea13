using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>Types as signatures have them.</summary>
internal static class SignatureType
{
    /// <summary>The type without its custom modifiers, which locals and instructions do not take.</summary>
    public static TypeReference Plain(TypeReference type) => type is IModifierType modifier ? Plain(modifier.ElementType) : type;
}
