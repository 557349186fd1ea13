using System.Text.Json.Serialization.Metadata;
using HotWeave.Protocol;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>The versions whose contracts may be asked for, the oldest first; none where the deployed ones are all there is. Immutable.</summary>
internal sealed class LiveContracts(IReadOnlyList<VersionContracts> versions)
{
    internal IReadOnlyList<VersionContracts> Versions => versions;

    /// <summary>The number of the caller's version; of the newest where it is none of these.</summary>
    internal int FindCallersVersion() => Transition.CallersEpoch().Version is var version && IndexOf(version) >= 0 ? version : versions[^1].Version;

    /// <summary>Which one a version is, by age; -1 where it is none of these.</summary>
    internal int IndexOf(int version)
    {
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i].Version == version)
                return i;
        }

        return -1;
    }

    /// <summary>The classes that have what the versions add to a type and the types above: by level, the type first, then by version.</summary>
    internal IEnumerable<(Type Level, int Version, Type Contract)> ListClasses(Type type)
    {
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (var version in versions)
            {
                if (version.Find(level) is { } contract)
                    yield return (level, version.Version, contract);
            }
        }
    }

    /// <summary>Adds to a contract what the versions add to its type and the types above.</summary>
    internal void AddTo(JsonTypeInfo contract)
    {
        if (versions.Count == 0 || contract.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var level in ListClasses(contract.Type).GroupBy(static c => c.Level))
            AddTo(contract, level.Key, [.. level.SelectMany(c => VersionProperty.ReadAll(c.Version, c.Contract, contract.Options))]);
    }

    private void AddTo(JsonTypeInfo contract, Type level, List<VersionProperty> found)
    {
        if (found.Count == 0)
            return;
        var place = new PropertyPlaces(contract, level);
        foreach (var group in found.GroupBy(static p => p.Source.Name, StringComparer.Ordinal))
            Add(contract, place, new LiveProperty([.. group], this));
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
