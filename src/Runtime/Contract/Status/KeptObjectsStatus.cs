using System.Text.Json;

namespace HotWeave;

/// <summary>
/// Objects that are alive and keep other code than the current version's, as <see cref="HotSwap.GetStatus"/> saw them: only its constructors
/// know what its new fields hold. Immutable.
/// </summary>
public sealed record KeptObjectsStatus
{
    /// <summary>The class whose code they keep, as reflection names it; woven with <see cref="SwappableAttribute.Track"/>.</summary>
    public required string Type { get; init; }

    /// <summary>How many there are; it goes down as the application lets go of them.</summary>
    public required int Count { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Type);
        json.WriteNumber("count", Count);
    }
}
