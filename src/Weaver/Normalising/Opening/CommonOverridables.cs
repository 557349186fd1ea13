using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>
/// Chooses the methods that types may override without a word of their authors: an override that calls the base must be no news to
/// anybody. Assertion libraries and object mappers take a class with <c>Equals</c> for a value, streams do what they are asked by another
/// way where one is overridden, and a class below a base with dozens of such methods would grow by all of them.
/// </summary>
internal static class CommonOverridables
{
    private const int Most = 32;

    /// <summary>Those of <paramref name="found"/> that are chosen, in their order.</summary>
    public static IReadOnlyList<(MethodDefinition Method, TypeReference View)> Choose(IReadOnlyList<(MethodDefinition Method, TypeReference View)> found)
    {
        var isLeft = found.Count > Most || found.Any(static f => f.Method.DeclaringType.FullName == "System.IO.Stream");
        return [.. found.Where(f => isLeft ? IsToString(f.Method) || IsDispose(f.Method) : !IsEquality(f.Method))];
    }

    private static bool IsEquality(MethodDefinition method) =>
        method is { Name: "GetHashCode", HasParameters: false }
        || (method is { Name: "Equals", Parameters.Count: 1 } && method.Parameters[0].ParameterType.MetadataType == MetadataType.Object);

    private static bool IsToString(MethodDefinition method) => method is { Name: "ToString", HasParameters: false };

    private static bool IsDispose(MethodDefinition method) =>
        method is { Name: "Dispose", Parameters.Count: 1 } && method.Parameters[0].ParameterType.MetadataType == MetadataType.Boolean;
}
