using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Lists the definitions of the own module that a type reference mentions, inside arrays, pointers, modifiers and generic arguments too.</summary>
internal static class TypeMentions
{
    public static IEnumerable<TypeDefinition> In(TypeReference type)
    {
        switch (type)
        {
            case TypeDefinition definition:
                return [definition];
            case GenericInstanceType instance:
                return In(instance.ElementType).Concat(instance.GenericArguments.SelectMany(In));
            case IModifierType modifier:
                return In(modifier.ElementType).Concat(In(modifier.ModifierType));
            case FunctionPointerType pointer:
                return In(pointer.ReturnType).Concat(pointer.Parameters.SelectMany(static p => In(p.ParameterType)));
            case TypeSpecification specification:
                return In(specification.ElementType);
            default:
                return [];
        }
    }

    public static IEnumerable<TypeDefinition> In(MethodReference method) =>
        In(method.ReturnType).Concat(method.Parameters.SelectMany(static p => In(p.ParameterType)));
}
