using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Says what stands for the generic parameters of a type where another type derives from it: <c>List&lt;!0&gt;</c> seen through <c>B&lt;int&gt;</c> is <c>List&lt;int&gt;</c>.</summary>
internal static class TypeViews
{
    /// <summary><paramref name="type"/>, which is said in terms of the definition behind <paramref name="view"/>, in the terms that <paramref name="view"/> is said in.</summary>
    public static TypeReference Through(this TypeReference type, TypeReference view) =>
        view is GenericInstanceType instance && type.ContainsGenericParameter ? Replace(type, instance) : type;

    /// <summary>The type as its own members say it: a generic one over its own parameters.</summary>
    public static TypeReference SeenFromWithin(this TypeDefinition type)
    {
        if (!type.HasGenericParameters)
            return type;
        var self = new GenericInstanceType(type) { IsValueType = type.IsValueType };
        foreach (var parameter in type.GenericParameters)
            self.GenericArguments.Add(parameter);
        return self;
    }

    private static TypeReference Replace(TypeReference type, GenericInstanceType view)
    {
        switch (type)
        {
            case GenericParameter { Type: GenericParameterType.Type } parameter:
                return view.GenericArguments[parameter.Position];
            case GenericInstanceType instance:
                var result = new GenericInstanceType(instance.ElementType) { IsValueType = instance.IsValueType };
                foreach (var argument in instance.GenericArguments)
                    result.GenericArguments.Add(Replace(argument, view));
                return result;
            case ArrayType array:
                var copy = new ArrayType(Replace(array.ElementType, view));
                if (!array.IsVector)
                {
                    copy.Dimensions.Clear();
                    foreach (var dimension in array.Dimensions)
                        copy.Dimensions.Add(dimension);
                }

                return copy;
            case ByReferenceType reference:
                return new ByReferenceType(Replace(reference.ElementType, view));
            case PointerType pointer:
                return new PointerType(Replace(pointer.ElementType, view));
            case RequiredModifierType required:
                return new RequiredModifierType(required.ModifierType, Replace(required.ElementType, view));
            case OptionalModifierType optional:
                return new OptionalModifierType(optional.ModifierType, Replace(optional.ElementType, view));
            case FunctionPointerType pointer:
                return FunctionPointers.Map(pointer, t => Replace(t, view));
            default:
                return type;
        }
    }
}
