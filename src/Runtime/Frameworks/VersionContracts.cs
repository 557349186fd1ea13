using System.Diagnostics.CodeAnalysis;

namespace HotWeave.Frameworks;

/// <summary>What one version adds to deployed types. Immutable.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Contracts">The classes that have the added properties, by the types that they are for; generic ones open.</param>
internal sealed record VersionContracts(int Version, IReadOnlyDictionary<Type, Type> Contracts)
{
    internal static VersionContracts Read(StagedVersion version) =>
        new(version.To, version.Shown.ToDictionary(static s => s.Type, static s => s.Contract));

    /// <summary>The class for a type; null where nothing was added to it.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The patch brings the class.")]
    internal Type? Find(Type type)
    {
        if (!Contracts.TryGetValue(type.IsGenericType ? type.GetGenericTypeDefinition() : type, out var contract))
            return null;
        return contract.IsGenericTypeDefinition ? contract.MakeGenericType(type.GetGenericArguments()) : contract;
    }
}
