using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>Follows a type to those above it.</summary>
internal static class TypeLine
{
    /// <summary>A type above another, or itself, in the terms of that; null where it is none of them.</summary>
    public static TypeReference? FindAbove(TypeReference type, TypeDefinition above)
    {
        for (TypeReference? at = type; at is not null && at.Resolve() is { } definition; at = definition.BaseType?.Through(at))
        {
            if (definition == above)
                return at is TypeDefinition ? definition.SeenFromWithin() : at;
        }

        return null;
    }

    /// <summary>How many types are above one.</summary>
    public static int MeasureDepth(TypeDefinition type)
    {
        var depth = 0;
        for (var at = type.BaseType?.Resolve(); at is not null; at = at.BaseType?.Resolve())
            depth++;
        return depth;
    }
}
