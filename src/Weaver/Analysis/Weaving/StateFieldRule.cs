using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>
/// Which types get the field for state that later versions add: the topmost swappable class of each hierarchy within the
/// assembly, where neither layout nor serialisation would show it.
/// </summary>
internal static class StateFieldRule
{
    /// <summary>The types that get the field.</summary>
    public static ISet<TypeDefinition> TypesWithState(IReadOnlyList<SwappableType> types)
    {
        var eligible = new HashSet<TypeDefinition>(types.Where(static t => t.IsWhole && IsEligible(t.Type)).Select(static t => t.Type));
        return new HashSet<TypeDefinition>(eligible.Where(type => !HasAncestorIn(eligible, type)));
    }

    private static bool IsEligible(TypeDefinition type)
    {
        var isStatic = type.IsAbstract && type.IsSealed;
        return type is { IsClass: true, IsValueType: false, IsAutoLayout: true, IsSerializable: false, IsImport: false } && !isStatic;
    }

    private static bool HasAncestorIn(HashSet<TypeDefinition> eligible, TypeDefinition type)
    {
        for (var ancestor = Base(type); ancestor is not null; ancestor = Base(ancestor))
        {
            if (eligible.Contains(ancestor))
                return true;
        }

        return false;
    }

    private static TypeDefinition? Base(TypeDefinition type) => type.BaseType?.GetElementType() as TypeDefinition;
}
