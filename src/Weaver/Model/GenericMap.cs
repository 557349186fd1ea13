using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// What the generic parameters of one context (a type and a method) stand for in another. Looked up by kind and position, as
/// signatures encode them (ECMA-335 II.23.2.12, VAR and MVAR).
/// </summary>
internal sealed class GenericMap
{
    private readonly IReadOnlyList<TypeReference> _typeArguments;
    private readonly IReadOnlyList<TypeReference> _methodArguments;

    /// <summary>Makes a map from the arguments that stand for the type's and the method's parameters.</summary>
    public GenericMap(IReadOnlyList<TypeReference> typeArguments, IReadOnlyList<TypeReference> methodArguments)
    {
        _typeArguments = typeArguments;
        _methodArguments = methodArguments;
    }

    /// <summary>The map of a context without generic parameters.</summary>
    public static GenericMap Empty { get; } = new([], []);

    /// <summary>
    /// The parameters of <paramref name="source"/>'s type and of the method itself stand for those of <paramref name="flat"/>, in one row.
    /// </summary>
    public static GenericMap Flatten(MethodDefinition source, MethodReference flat)
    {
        var ofType = source.DeclaringType.GenericParameters.Count;
        return new([.. flat.GenericParameters.Take(ofType)], [.. flat.GenericParameters.Skip(ofType)]);
    }

    /// <summary>The parameters of <paramref name="type"/> and <paramref name="method"/> stand for themselves, by position.</summary>
    public static GenericMap Same(TypeReference type, MethodReference method) =>
        new([.. type.GenericParameters], [.. method.GenericParameters]);

    /// <summary>What <paramref name="parameter"/> stands for.</summary>
    public TypeReference this[GenericParameter parameter]
    {
        get
        {
            var arguments = parameter.Type == GenericParameterType.Type ? _typeArguments : _methodArguments;
            return parameter.Position < arguments.Count
                ? arguments[parameter.Position]
                : throw new WeaverDefectException($"The generic parameter {parameter.Name} at position {parameter.Position} of {parameter.Owner} has no counterpart");
        }
    }
}
