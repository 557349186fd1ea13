using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Frameworks;
using Orleans;

namespace HotWeave.Orleans.Serialisers;

/// <summary>
/// The types that versions have added, by the names that they have in the next deployment, and what the generator of Orleans wrote for
/// types of the application since it was deployed. What was added once stays known, also when its version is left: its objects may be on
/// their way, or in storage. Thread-safe.
/// </summary>
internal sealed class AddedTypes
{
    private const string Generated = "OrleansCodeGen";

    // Replaced as a whole by the thread that holds the swap lock, before the version is current; read by any.
    private volatile Known _known = new([], [], []);

    /// <summary>Whether there are none.</summary>
    internal bool IsEmpty => _known.Names.Count == 0;

    internal void Add(IEnumerable<StagedType> types)
    {
        var before = _known;
        var known = new Known(new(before.Names), new(before.Types), new(before.Parts));
        foreach (var (type, assembly) in types)
        {
            var name = type.GetCustomAttribute<AliasAttribute>() is { Alias: { } alias }
                ? new DeployedName(alias, "")
                : new DeployedName(type.FullName!, assembly);
            known.Names[type] = name;
            known.Types[name] = type;
            if (!type.IsAbstract && IsGenerated(type))
                SerialiserParts.Add(known.Parts, type);
        }

        _known = known;
    }

    /// <summary>Whether the generator wrote a type.</summary>
    internal static bool IsGenerated(Type type) =>
        type.Namespace is { } space && (space == Generated || space.StartsWith(Generated + ".", StringComparison.Ordinal));

    /// <summary>By which name the next deployment has a type; null for a deployed one.</summary>
    internal DeployedName? FindName(Type type) => _known.Names.GetValueOrDefault(type);

    /// <summary>The type that the next deployment has by a name; null where no version has added one.</summary>
    internal Type? Find(DeployedName name) => _known.Types.GetValueOrDefault(name);

    /// <summary>What was written for a type; false where nothing was.</summary>
    internal bool TryFindParts(Type type, [NotNullWhen(true)] out SerialiserParts? parts) =>
        _known.Parts.TryGetValue(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type, out parts);

    private sealed record Known(
        Dictionary<Type, DeployedName> Names, Dictionary<DeployedName, Type> Types, Dictionary<Type, SerialiserParts> Parts);
}

/// <summary>How Orleans names a type.</summary>
/// <param name="Name">Its alias, or its full name.</param>
/// <param name="Assembly">The simple name of its assembly; empty where there is an alias.</param>
internal sealed record DeployedName(string Name, string Assembly)
{
    // What has arguments or several ranks has commas within brackets; the assembly comes after them.
    internal static DeployedName Split(string formatted)
    {
        var comma = formatted.LastIndexOf(',');
        return comma < 0 || comma < formatted.LastIndexOf(']') ? new(formatted, "") : new(formatted[..comma], formatted[(comma + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Assembly.Length == 0 ? Name : $"{Name},{Assembly}";
}
