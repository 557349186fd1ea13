using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Copies of the types of function pointers.</summary>
internal static class FunctionPointers
{
    /// <summary>The same kind of function pointer over the types that <paramref name="map"/> gives for those of its signature.</summary>
    public static FunctionPointerType Map(FunctionPointerType pointer, Func<TypeReference, TypeReference> map)
    {
        var copy = new FunctionPointerType
        {
            HasThis = pointer.HasThis,
            ExplicitThis = pointer.ExplicitThis,
            CallingConvention = pointer.CallingConvention,
            ReturnType = map(pointer.ReturnType),
        };
        foreach (var parameter in pointer.Parameters)
            copy.Parameters.Add(new ParameterDefinition(map(parameter.ParameterType)));
        return copy;
    }
}
