using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>What stands for which generic parameter where an instruction names a generic method or type, or a type made of such.</summary>
internal static class GenericArguments
{
    /// <summary>The parameters that have a constraint of a type, with their arguments; those of types within arguments too.</summary>
    public static IEnumerable<(GenericParameter Parameter, TypeReference Argument)> FindIn(MemberReference member)
    {
        if (member is GenericInstanceMethod method)
        {
            if (method.ElementMethod.Resolve() is { } definition)
            {
                foreach (var pair in Pairs(definition.GenericParameters, method.GenericArguments))
                    yield return pair;
            }

            foreach (var pair in method.GenericArguments.SelectMany(OfType))
                yield return pair;
        }

        if ((member as TypeReference ?? member.DeclaringType) is { } type)
        {
            foreach (var pair in OfType(type))
                yield return pair;
        }
    }

    private static IEnumerable<(GenericParameter Parameter, TypeReference Argument)> OfType(TypeReference type)
    {
        while (type is TypeSpecification specification and not GenericInstanceType)
            type = specification.ElementType;
        if (type is not GenericInstanceType instance)
            return [];
        var own = instance.ElementType.Resolve() is { } definition ? Pairs(definition.GenericParameters, instance.GenericArguments) : [];
        return own.Concat(instance.GenericArguments.SelectMany(OfType));
    }

    private static IEnumerable<(GenericParameter Parameter, TypeReference Argument)> Pairs(IList<GenericParameter> parameters, IList<TypeReference> arguments) =>
        parameters.Zip(arguments, static (p, a) => (p, a)).Where(static p => p.p.HasConstraints);
}
