using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which references are references of another type as they are: to base classes and interfaces.</summary>
internal static class ReferenceConversions
{
    /// <summary>Whether every object of the first type is one of the second; variance is not looked at.</summary>
    public static bool Exists(TypeReference from, TypeReference to)
    {
        if (to.MetadataType == MetadataType.Object)
            return true;
        var target = Write(to, []);
        var open = new Stack<(TypeReference Type, IReadOnlyList<string> Arguments)>([(from, ArgumentsOf(from, []))]);
        while (open.Count > 0)
        {
            var (type, arguments) = open.Pop();
            if (Write(type, arguments) == target)
                return true;
            if (type is ArrayType || type.Resolve() is not { } definition)
                continue;
            foreach (var above in definition.Interfaces.Select(static i => i.InterfaceType).Concat(definition.BaseType is { } parent ? [parent] : []))
                open.Push((above.GetElementType(), ArgumentsOf(above, arguments)));
        }

        return false;
    }

    // As the code sees them that has the arguments.
    private static IReadOnlyList<string> ArgumentsOf(TypeReference type, IReadOnlyList<string> arguments) =>
        type is GenericInstanceType instance ? [.. instance.GenericArguments.Select(a => Write(a, arguments))] : [];

    private static string Write(TypeReference type, IReadOnlyList<string> arguments) => type switch
    {
        GenericParameter { Type: GenericParameterType.Type } parameter when parameter.Position < arguments.Count => arguments[parameter.Position],
        ArrayType array => Write(array.ElementType, arguments) + "[" + array.Rank + "]",
        GenericInstanceType instance => Write(instance.ElementType.FullName, ArgumentsOf(instance, arguments)),
        _ => Write(type.FullName, type.HasGenericParameters ? arguments : []),
    };

    private static string Write(string name, IReadOnlyList<string> arguments) => arguments.Count == 0 ? name : name + "<" + string.Join(",", arguments) + ">";
}
