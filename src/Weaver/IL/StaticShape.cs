using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Gives a method the static shape of another: the generic parameters of its type and its own in one row, <c>self</c> first,
/// custom modifiers copied. Dispatch methods and the bodies in a patch have this shape.
/// </summary>
internal static class StaticShape
{
    /// <summary>
    /// Fills generic parameters, parameters and return type of <paramref name="shaped"/>, which has none yet, and returns the
    /// rewriter that takes everything else of <paramref name="source"/> (its body) to the same context.
    /// </summary>
    /// <param name="source">The method whose shape is taken; a constructor counts as an instance method that returns void.</param>
    /// <param name="shaped">The method to shape; its module is <paramref name="importer"/>'s target. Its <c>HasThis</c> is the caller's
    /// business.</param>
    /// <param name="importer">Where types come from; it maps the declaring type as well.</param>
    public static ReferenceRewriter Give(MethodDefinition source, MethodDefinition shaped, TypeImporter importer)
    {
        GenericParameterCopy.Declare(FlatGenericParameters(source), shaped);
        var rewriter = new ReferenceRewriter(importer, GenericMap.Flatten(source, shaped));
        GenericParameterCopy.Constrain(FlatGenericParameters(source), shaped, rewriter);

        if (source.HasThis)
            shaped.Parameters.Add(new ParameterDefinition("self", ParameterAttributes.None, rewriter.Type(SelfType(source.DeclaringType))));
        foreach (var parameter in source.Parameters)
            shaped.Parameters.Add(Copy(parameter, rewriter));
        shaped.ReturnType = rewriter.Type(source.ReturnType);
        return rewriter;
    }

    /// <summary>The generic parameters of the method's type, then those of the method.</summary>
    public static IEnumerable<GenericParameter> FlatGenericParameters(MethodDefinition method) =>
        method.DeclaringType.GenericParameters.Concat(method.GenericParameters);

    /// <summary>
    /// The type of <c>this</c> within <paramref name="type"/>: instantiated over its own parameters, by reference for structs.
    /// </summary>
    public static TypeReference SelfType(TypeDefinition type)
    {
        var self = type.SeenFromWithin();
        return type.IsValueType ? new ByReferenceType(self) : self;
    }

    // Defaults and marshalling belong to the member that people see: their data is not copied, so neither are the flags.
    private static ParameterDefinition Copy(ParameterDefinition parameter, ReferenceRewriter rewriter) =>
        new(parameter.Name, parameter.Attributes & (ParameterAttributes.In | ParameterAttributes.Out), rewriter.Type(parameter.ParameterType));
}
