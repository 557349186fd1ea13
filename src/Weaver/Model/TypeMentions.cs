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
    public static IEnumerable<TypeReference> Named(TypeReference type)
    {
        switch (type)
        {
            case GenericParameter:
                return [];
            case GenericInstanceType instance:
                return Named(instance.ElementType).Concat(instance.GenericArguments.SelectMany(Named));
            case IModifierType modifier:
                return Named(modifier.ElementType).Concat(Named(modifier.ModifierType));
            case FunctionPointerType pointer:
                return Named(pointer.ReturnType).Concat(pointer.Parameters.SelectMany(static p => Named(p.ParameterType)));
            case TypeSpecification specification:
                return Named(specification.ElementType);
            default:
                return [type];
        }
    }
}
