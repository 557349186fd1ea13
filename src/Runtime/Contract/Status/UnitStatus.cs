using System.Text.Json;

namespace HotWeave;

/// <summary>A unit of work that runs, as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
public sealed record UnitStatus
{
    /// <summary>The name that it was given.</summary>
    public required string Name { get; init; }

    /// <summary>How long ago it began.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>The version under which it began.</summary>
    public required VersionNumber Version { get; init; }

    /// <summary>True when a swap in the mode <see cref="SwapMode.Immediate"/> has moved it since: it sees the current version.</summary>
    public required bool Moved { get; init; }

    /// <summary>Whether its token is signalled.</summary>
    public required bool Cancelled { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteMilliseconds("age", Age);
        json.WriteNumber("version", Version.Value);
        json.WriteBoolean("moved", Moved);
        json.WriteBoolean("cancelled", Cancelled);
    }
}
