using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;

namespace HotWeave.Orleans.Serialisers;

/// <summary>What the generator of Orleans wrote for one type: what writes and reads its objects, what copies them, and what does either for
/// objects of derived types. Null where it wrote none.</summary>
/// <param name="Codec">The class of the codec.</param>
/// <param name="BaseCodec">The class of the codec for derived types.</param>
/// <param name="Copier">The class of the copier.</param>
internal sealed record SerialiserParts(Type? Codec, Type? BaseCodec, Type? Copier)
{
    private static readonly SerialiserParts s_none = new(null, null, null);

    /// <summary>Adds what a generated class does, by the type that it does it for.</summary>
    /// <param name="parts">What is known, by type; a generic one open over its parameters.</param>
    /// <param name="generated">The class.</param>
    internal static void Add(Dictionary<Type, SerialiserParts> parts, Type generated)
    {
        foreach (var contract in generated.GetInterfaces().Where(static i => i.IsGenericType && i.GetGenericArguments().Length == 1))
        {
            var argument = contract.GetGenericArguments()[0];
            var target = argument.IsGenericType ? argument.GetGenericTypeDefinition() : argument;
            var known = parts.GetValueOrDefault(target, s_none);
            var definition = contract.GetGenericTypeDefinition();
            if (definition == typeof(IFieldCodec<>))
                parts[target] = known with { Codec = generated };
            else if (definition == typeof(IBaseCodec<>))
                parts[target] = known with { BaseCodec = generated };
            else if (definition == typeof(IDeepCopier<>))
                parts[target] = known with { Copier = generated };
        }
    }
}
