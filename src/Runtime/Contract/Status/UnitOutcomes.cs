using System.Text.Json;

namespace HotWeave;

/// <summary>How units of work ended. Immutable.</summary>
public sealed record UnitOutcomes
{
    /// <summary>How many ended.</summary>
    public required long Ended { get; init; }

    /// <summary>How many of them failed.</summary>
    public required long Failed { get; init; }

    /// <summary>How long they took on average.</summary>
    public required TimeSpan MeanLatency { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("ended", Ended);
        json.WriteNumber("failed", Failed);
        json.WriteNumber("meanLatency", MeanLatency.TotalMilliseconds);
    }
}
