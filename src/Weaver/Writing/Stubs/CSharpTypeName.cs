using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Stubs;

/// <summary>How C# code of another assembly names a type.</summary>
internal static class CSharpTypeName
{
    /// <summary>The name, with its namespace; null where such code cannot name the type: it is not public, or of a kind that needs more
    /// than a name.</summary>
    public static string? Write(TypeReference type) => type switch
    {
        GenericParameter or ByReferenceType or PointerType or FunctionPointerType => null,
        IModifierType modified => Write(modified.ElementType),
        ArrayType { IsVector: true } array => Write(array.ElementType) is { } element ? element + "[]" : null,
        ArrayType => null,
        GenericInstanceType instance => WriteNamed(instance.ElementType, [.. instance.GenericArguments]),
        _ => type.HasGenericParameters ? null : WriteNamed(type, []),
    };

    // Arguments of outer types stand with these in C#.
    private static string? WriteNamed(TypeReference type, IReadOnlyList<TypeReference> arguments)
    {
        if (type.Resolve() is not { } definition || !(definition.IsPublic || definition.IsNestedPublic))
            return null;
        var names = arguments.Select(Write).ToList();
        if (names.Contains(null))
            return null;
        var outer = definition.DeclaringType is { } declaring
            ? WriteNamed(declaring, [.. arguments.Take(declaring.GenericParameters.Count)])
            : "global::" + definition.Namespace;
        if (outer is null)
            return null;
        var own = names.Skip(definition.DeclaringType?.GenericParameters.Count ?? 0).ToList();
        var name = definition.Name.Split('`')[0];
        return $"{(outer == "global::" ? outer : outer + ".")}{name}{(own.Count > 0 ? $"<{string.Join(", ", own)}>" : "")}";
    }
}
