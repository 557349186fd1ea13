using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Lists the types that a type reference mentions, inside arrays, pointers, modifiers and generic arguments too.</summary>
internal static class TypeMentions
{
    /// <summary>The definitions of the own module.</summary>
    public static IEnumerable<TypeDefinition> In(TypeReference type) => Named(type).OfType<TypeDefinition>();

    /// <summary>The definitions of the own module in a method's signature.</summary>
    public static IEnumerable<TypeDefinition> In(MethodReference method) =>
        In(method.ReturnType).Concat(method.Parameters.SelectMany(static p => In(p.ParameterType)));

    /// <summary>The named types of all modules.</summary>
    public static IEnumerable<TypeReference> Named(TypeReference type) =>
        TypeParts.List(type) is { } parts ? parts.SelectMany(Named) : type is GenericParameter ? [] : [type];

    /// <summary>Whether all definitions that a type mentions are of a kind.</summary>
    public static bool AllIn(TypeReference type, Func<TypeDefinition, bool> isOf) => type switch
    {
        TypeDefinition definition => isOf(definition),
        TypeSpecification => In(type).All(isOf),
        _ => true,
    };

    /// <summary>Whether all definitions that a method's signature mentions are of a kind.</summary>
    public static bool AllIn(MethodReference method, Func<TypeDefinition, bool> isOf)
    {
        if (!AllIn(method.ReturnType, isOf))
            return false;
        for (var i = 0; method.HasParameters && i < method.Parameters.Count; i++)
        {
            if (!AllIn(method.Parameters[i].ParameterType, isOf))
                return false;
        }

        return true;
    }
}
