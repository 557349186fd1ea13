using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>Calls into the framework that run no code of anybody else: values go in and come out, or the framework's own collections are
/// read.</summary>
internal static class QuietCalls
{
    private static readonly HashSet<string> s_quiet = new(StringComparer.Ordinal)
    {
        "System.Object", "System.String", "System.Math", "System.MathF", "System.Char", "System.Boolean", "System.SByte", "System.Byte",
            "System.Int16", "System.UInt16", "System.Int32",
        "System.UInt32", "System.Int64", "System.UInt64", "System.IntPtr", "System.UIntPtr", "System.Single", "System.Double",
            "System.Decimal", "System.Half", "System.Int128", "System.UInt128",
        "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Guid",
            "System.Index", "System.Range", "System.HashCode", "System.Array",
        "System.Nullable`1", "System.Span`1", "System.ReadOnlySpan`1", "System.Memory`1", "System.ReadOnlyMemory`1",
            "System.MemoryExtensions", "System.ArraySegment`1", "System.GC",
        "System.Numerics.BitOperations", "System.Runtime.CompilerServices.RuntimeHelpers",
            "System.Collections.Generic.EqualityComparer`1", "System.Collections.Generic.Comparer`1",
        "System.Collections.Generic.List`1", "System.Collections.Generic.List`1/Enumerator",
            "System.Collections.Generic.Dictionary`2/Enumerator", "System.Collections.Generic.HashSet`1/Enumerator",
        "System.Collections.Generic.Queue`1/Enumerator", "System.Collections.Generic.Stack`1/Enumerator",
            "System.Collections.Generic.KeyValuePair`2", "System.Collections.Immutable.ImmutableArray`1",
    };

    /// <summary>Whether a call is one.</summary>
    public static bool IsQuiet(MethodReference method)
    {
        var type = method.DeclaringType.GetElementType();
        if (type is TypeDefinition)
            return false;
        if (type.Namespace == "System" && type.Name.EndsWith("Exception", StringComparison.Ordinal))
            return method is not GenericInstanceMethod thrown || thrown.GenericArguments.All(IsInert);
        if (!s_quiet.Contains(type.FullName) && !(type.Namespace == "System"
            && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)))
            return false;
        if (type.MetadataType == MetadataType.Object)
            return method.Name is ".ctor" or "GetType";
        return method.Parameters.All(p => IsInert(Instantiate(p.ParameterType, method)))
            && (method is not GenericInstanceMethod generic || generic.GenericArguments.All(IsInert))
            && (method.DeclaringType is not GenericInstanceType instance || AsksNoElement(method)
                || instance.GenericArguments.All(IsInert));
    }

    // Elements that are compared, hashed or shown run their own code.
    private static bool AsksNoElement(MethodReference method) =>
        method.Name is ".ctor" or "GetValueOrDefault" or "MoveNext" or "Slice" or "GetEnumerator"
            || method.Name.StartsWith("get_", StringComparison.Ordinal);

    /// <summary>Whether a method of such a type gives the address of an element: of which type.</summary>
    public static TypeReference? FindElement(MethodReference method) =>
        method.ReturnType is ByReferenceType
            && method.DeclaringType is GenericInstanceType { ElementType.Name: "Span`1" or "ReadOnlySpan`1" } span
            ? span.GenericArguments[0] : null;

    /// <summary>Whether a method of such a struct leaves it as it is.</summary>
    public static bool LeavesReceiver(MethodReference method)
    {
        var type = method.DeclaringType;
        return type.GetElementType().FullName is not ("System.HashCode" or "System.ArraySegment`1/Enumerator")
            && !type.Name.EndsWith("Enumerator", StringComparison.Ordinal);
    }

    // What no call of a value's method can come from: neither user code nor what calls it.
    private static bool IsInert(TypeReference type) => type switch
    {
        GenericParameter => false,
        IModifierType modified => IsInert(modified.ElementType),
        ArrayType or ByReferenceType or PointerType => IsInert(((TypeSpecification)type).ElementType),
        GenericInstanceType instance => IsQuietType(instance.ElementType) && instance.GenericArguments.All(IsInert),
        TypeDefinition definition => definition.IsEnum,
        _ => type.MetadataType is not MetadataType.Object
            && (type.IsPrimitive || type.MetadataType == MetadataType.String || IsQuietType(type)),
    };

    private static bool IsQuietType(TypeReference type) => type.IsValueType && s_quiet.Contains(type.FullName);

    private static TypeReference Instantiate(TypeReference type, MethodReference method) => type switch
    {
        GenericParameter { Type: GenericParameterType.Type } parameter when method.DeclaringType is GenericInstanceType instance =>
            instance.GenericArguments[parameter.Position],
        GenericParameter { Type: GenericParameterType.Method } parameter when method is GenericInstanceMethod instance =>
            instance.GenericArguments[parameter.Position],
        ByReferenceType reference => Instantiate(reference.ElementType, method),
        ArrayType array => Instantiate(array.ElementType, method),
        _ => type,
    };
}
