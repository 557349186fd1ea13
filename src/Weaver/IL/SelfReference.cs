using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>Makes references to methods from within the generic context of a method that calls them.</summary>
internal static class SelfReference
{
    /// <summary><paramref name="method"/> as a body in its own type says it: generic types and methods over their own parameters.</summary>
    public static MethodReference Make(MethodDefinition method, IEnumerable<TypeReference> methodArguments)
    {
        MethodReference reference = method;
        if (method.DeclaringType.HasGenericParameters)
        {
            var self = StaticShape.SelfType(method.DeclaringType);
            reference = On(self is ByReferenceType byReference ? byReference.ElementType : self, method, method.Name);
        }

        return Instantiate(reference, methodArguments);
    }

    /// <summary>
    /// What <paramref name="reference"/> says of a method, said of <paramref name="definition"/>: same type arguments, same method
    /// arguments. The two methods have the same signature in the same type.
    /// </summary>
    public static MethodReference Retarget(MethodReference reference, MethodDefinition definition)
    {
        var element = reference.GetElementMethod();
        var open = element is MethodDefinition ? definition : On(element.DeclaringType, element, definition.Name);
        return Instantiate(open, reference is GenericInstanceMethod instance ? instance.GenericArguments : []);
    }

    /// <summary><paramref name="method"/> over <paramref name="arguments"/>; itself when there are none.</summary>
    public static MethodReference Instantiate(MethodReference method, IEnumerable<TypeReference> arguments)
    {
        var instance = new GenericInstanceMethod(method);
        foreach (var argument in arguments)
            instance.GenericArguments.Add(argument);
        return instance.GenericArguments.Count == 0 ? method : instance;
    }

    private static MethodReference On(TypeReference declaring, MethodReference model, string name)
    {
        var reference = new MethodReference(name, model.ReturnType, declaring)
        {
            HasThis = model.HasThis,
            ExplicitThis = model.ExplicitThis,
            CallingConvention = model.CallingConvention,
        };
        foreach (var parameter in model.GenericParameters)
            reference.GenericParameters.Add(new GenericParameter(parameter.Name, reference));
        foreach (var parameter in model.Parameters)
            reference.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        return reference;
    }
}
