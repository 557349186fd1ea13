using System.Text.Json;

namespace HotWeave;

/// <summary>A woven assembly that is loaded in this process. Immutable.</summary>
public sealed record WovenAssemblyStatus
{
    /// <summary>Its simple name.</summary>
    public required string Name { get; init; }

    /// <summary>The id that patches name it by: 64 lower-case hex digits.</summary>
    public required string BaselineId { get; init; }

    /// <summary>The number of the weaving format.</summary>
    public required int Format { get; init; }

    /// <summary>Canonical text of the settings that it was woven with.</summary>
    public required string Settings { get; init; }

    /// <summary>The name of the load context that holds it; <c>Default</c> for the usual one, empty for one without a name.</summary>
    public required string LoadContext { get; init; }

    /// <summary>How many swappable types it has.</summary>
    public required int SwappableTypes { get; init; }

    /// <summary>The digest of the patch that is in force for it; null: its baseline is. Each load context's copy has its own.</summary>
    public required string? PatchId { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("baselineId", BaselineId);
        json.WriteString("loadContext", LoadContext);
        json.WriteNumber("swappableTypes", SwappableTypes);
        json.WriteString("patchId", PatchId ?? "");
    }
}
