using System.Text.Json.Serialization.Metadata;
using HotWeave.Frameworks;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>Adds to contracts of System.Text.Json what live versions add to their types.</summary>
internal static class AddedContract
{
    /// <summary>Adds to a contract what the versions add to its type and the types above.</summary>
    internal static void Add(LiveContracts live, JsonTypeInfo contract)
    {
        if (live.Versions.Count == 0 || contract.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var level in live.ListClasses(contract.Type).GroupBy(static c => c.Level))
            Add(live, contract, level.Key, [.. level.SelectMany(c => VersionProperty.ReadAll(c.Version, c.Contract, contract.Options))]);
    }

    private static void Add(LiveContracts live, JsonTypeInfo contract, Type level, List<VersionProperty> found)
    {
        if (found.Count == 0)
            return;
        var place = new PropertyPlaces(contract, level);
        foreach (var group in found.GroupBy(static p => p.Source.Name, StringComparer.Ordinal))
            Add(contract, place, new LiveProperty([.. group], live));
    }

    private static void Add(JsonTypeInfo contract, PropertyPlaces place, LiveProperty property)
    {
        var member = property.Newest.Member.Name;
        if (place.FindOwn(member) is { } deployed)
        {
            property.Complete(deployed);
            return;
        }

        if (place.IsHidden(member))
            return;
        place.RemoveHidden(member);
        place.Insert(property.Make(contract), member, property.Newest.Order);
    }
}
