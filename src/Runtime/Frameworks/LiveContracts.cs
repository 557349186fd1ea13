using HotWeave.Protocol;

namespace HotWeave.Frameworks;

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

    /// <summary>
    /// The classes that have what the versions add to a type and the types above: by level, the type first, then by version.
    /// </summary>
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

    /// <summary>What these are with a version that is staged; <paramref name="current"/> is the number of the one that is current.</summary>
    internal LiveContracts With(VersionContracts staged, int current)
    {
        var known = versions.Count == 0 ? [new VersionContracts(current, new Dictionary<Type, Type>())] : versions;
        return new LiveContracts([.. known.Where(v => v.Version != staged.Version), staged]);
    }

    /// <summary>What is left when a version is the only one.</summary>
    internal LiveContracts Keep(int version)
    {
        var kept = versions.FirstOrDefault(v => v.Version == version);
        return new LiveContracts(kept is null || kept.Contracts.Count == 0 ? [] : [kept]);
    }
}
