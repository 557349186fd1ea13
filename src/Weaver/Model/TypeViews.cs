using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Says what stands for the generic parameters of a type where another type derives from it: <c>List&lt;!0&gt;</c> seen through
/// <c>B&lt;int&gt;</c> is <c>List&lt;int&gt;</c>.
/// </summary>
internal static class TypeViews
{
    /// <summary>
    /// <paramref name="type"/>, which is said in terms of the definition behind <paramref name="view"/>, in the terms that
    /// <paramref name="view"/> is said in.
    /// </summary>
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

    private static TypeReference Replace(TypeReference type, GenericInstanceType view) =>
        TypeParts.Map(type, named => named is GenericParameter { Type: GenericParameterType.Type } parameter ? view.GenericArguments[parameter.Position] : named);
}
