using HotWeave.Frameworks;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>What one version has of controllers that the deployed build does not have, and the other way round. Immutable.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Added">The controllers that it adds.</param>
/// <param name="Changed">What it means for the actions of deployed ones.</param>
internal sealed record LiveControllers(int Version, IReadOnlyList<Type> Added, IReadOnlyList<ServedActions> Changed)
{
    /// <summary>Whether it has what is deployed.</summary>
    internal bool IsPlain => Added.Count == 0 && Changed.Count == 0;

    /// <summary>The classes of the patch that have actions.</summary>
    internal IEnumerable<Type> Classes => Added.Concat(Changed.Select(static c => c.Class).OfType<Type>());

    internal static LiveControllers Read(StagedVersion version) => new(version.To, version.Controllers, version.Actions);

    internal static LiveControllers MakePlain(int version) => new(version, [], []);
}
