using System.Text.Json;

namespace HotWeave;

/// <summary>What was confirmed. Immutable.</summary>
public sealed record SwapConfirmation
{
    /// <summary>The version that a restart goes to.</summary>
    public required VersionNumber Version { get; init; }

    /// <summary>The digests of its patches, in the order in which they are applied; empty for the baseline.</summary>
    public required IReadOnlyList<string> Patches { get; init; }

    /// <summary>The folder that has them; null when none is set.</summary>
    public string? Folder { get; init; }

    /// <summary>What is wrong all the same, one line each, code first. Usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>It as JSON, with the names of <c>hotweave confirm --format json</c>.</summary>
    /// <returns>An object on one line.</returns>
    public string ToJson() => JsonReports.Write(Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version.Value);
        json.WriteStrings("patches", Patches);
        json.WriteString("folder", Folder);
        json.WriteStrings("warnings", Warnings);
    }
}
