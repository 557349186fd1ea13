using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// What constructed types (ECMA-335 II.14.3, II.23.2.12) are made of: whoever looks at all types that a reference names, and whoever says
/// it in other terms, goes through the same parts in the same order.
/// </summary>
internal static class TypeParts
{
    /// <summary>
    /// The types that a type is made of, in order, in an array of the caller's own; null for a named type and a generic parameter, which have
    /// no parts.
    /// </summary>
    public static TypeReference[]? List(TypeReference type)
    {
        switch (type)
        {
            case GenericInstanceType instance:
                var parts = new TypeReference[instance.GenericArguments.Count + 1];
                parts[0] = instance.ElementType;
                instance.GenericArguments.CopyTo(parts, 1);
                return parts;
            case IModifierType modifier:
                return [modifier.ModifierType, modifier.ElementType];
            case FunctionPointerType pointer:
                return [pointer.ReturnType, .. pointer.Parameters.Select(static p => p.ParameterType)];
            case TypeSpecification specification:
                return [specification.ElementType];
            default:
                return null;
        }
    }

    /// <summary>The same type with what <paramref name="map"/> gives for each named type and generic parameter in it.</summary>
    public static TypeReference Map(TypeReference type, Func<TypeReference, TypeReference> map)
    {
        if (List(type) is not { } parts)
            return map(type);
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Map(parts[i], map);
        return Compose(type, parts);
    }

    private static TypeReference Compose(TypeReference type, TypeReference[] parts) => type switch
    {
        GenericInstanceType instance => Compose(instance, parts),
        ArrayType array => Compose(array, parts[0]),
        ByReferenceType => new ByReferenceType(parts[0]),
        PointerType => new PointerType(parts[0]),
        PinnedType => new PinnedType(parts[0]),
        SentinelType => new SentinelType(parts[0]),
        RequiredModifierType => new RequiredModifierType(parts[0], parts[1]),
        OptionalModifierType => new OptionalModifierType(parts[0], parts[1]),
        FunctionPointerType pointer => Compose(pointer, parts),
        _ => throw new WeaverDefectException($"The type {type.FullName} is constructed in an unknown way ({type.GetType().Name})"),
    };

    private static GenericInstanceType Compose(GenericInstanceType instance, TypeReference[] parts)
    {
        var result = new GenericInstanceType(parts[0]) { IsValueType = instance.IsValueType || parts[0].IsValueType };
        for (var i = 1; i < parts.Length; i++)
            result.GenericArguments.Add(parts[i]);
        return result;
    }

    private static ArrayType Compose(ArrayType array, TypeReference element)
    {
        var result = new ArrayType(element);
        if (array.IsVector)
            return result;
        result.Dimensions.Clear();
        foreach (var dimension in array.Dimensions)
            result.Dimensions.Add(dimension);
        return result;
    }

    private static FunctionPointerType Compose(FunctionPointerType pointer, TypeReference[] parts)
    {
        var result = new FunctionPointerType
        {
            HasThis = pointer.HasThis,
            ExplicitThis = pointer.ExplicitThis,
            CallingConvention = pointer.CallingConvention,
            ReturnType = parts[0],
        };
        for (var i = 1; i < parts.Length; i++)
            result.Parameters.Add(new ParameterDefinition(parts[i]));
        return result;
    }
}
