using System.Text.Json;

namespace HotWeave;

/// <summary>Runs of a method with a loop that may run for long, such as a waiting loop or a stream's, that are under way, as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
public sealed record LoopStatus
{
    /// <summary>The method that has the loop: <c>N.Worker.RunAsync(CancellationToken)</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The version that brought the body that they run. They run it to its end; what the loop calls moves with each swap.</summary>
    public required VersionNumber Version { get; init; }

    /// <summary>How many there are.</summary>
    public required int Running { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("method", Method);
        json.WriteNumber("version", Version.Value);
        json.WriteNumber("running", Running);
    }
}
