using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Knows what the generator of Orleans wrote for grain interfaces and for the types that it serialises. What a person marks is swappable
/// with it: a member that a codec does not know is lost on the way.
/// </summary>
internal static class OrleansCode
{
    private const string Space = "OrleansCodeGen";
    private const string Codec = "Orleans.Serialization.Codecs.IFieldCodec`1";

    /// <summary>Whether the generator wrote a type.</summary>
    public static bool IsGenerated(TypeDefinition type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } outer)
            outermost = outer;
        return outermost.Namespace == Space || outermost.Namespace.StartsWith(Space + ".", StringComparison.Ordinal);
    }

    /// <summary>The type that a generated codec writes and reads; null for what is no codec.</summary>
    public static TypeReference? FindSerialised(TypeDefinition codec) =>
        IsGenerated(codec)
            ? codec.Interfaces.Select(static i => i.InterfaceType).OfType<GenericInstanceType>()
                .FirstOrDefault(static i => i.ElementType.FullName == Codec)?.GenericArguments[0]
            : null;
}
