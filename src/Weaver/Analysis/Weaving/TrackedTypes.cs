using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>
/// Which classes list their objects for code change: those marked so, and what derives from them. The constructors of the topmost of them
/// in an assembly do it.
/// </summary>
internal static class TrackedTypes
{
    /// <summary>Whether the class's own constructors list the objects.</summary>
    public static bool Adds(TypeDefinition type) => IsMarked(type) && !Ancestors(type).Any(IsMarked);

    /// <summary>Whether the class's objects are listed by its constructors or an ancestor's.</summary>
    public static bool IsTracked(TypeDefinition type) => IsMarked(type) || Ancestors(type).Any(IsMarked);

    private static bool IsMarked(TypeDefinition type) => type is { IsClass: true, IsValueType: false } && Marks.IsTracked(type);

    private static IEnumerable<TypeDefinition> Ancestors(TypeDefinition type)
    {
        while (type.BaseType?.GetElementType() is TypeDefinition ancestor)
        {
            yield return ancestor;
            type = ancestor;
        }
    }
}
