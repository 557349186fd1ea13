using System.Text.Json;

namespace HotWeave;

/// <summary>One version as <see cref="HotSwap.GetStatus"/> saw it. Immutable.</summary>
public sealed record VersionStatus
{
    /// <summary>Its number; 0 is the baseline.</summary>
    public required VersionNumber Number { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required VersionState State { get; init; }

    /// <summary>The digest of the patch that made it; null for the baseline.</summary>
    public required string? PatchId { get; init; }

    /// <summary>The baseline's label as the patch says it; empty for version 0.</summary>
    public required string FromLabel { get; init; }

    /// <summary>The new build's label as the patch says it; empty for version 0.</summary>
    public required string ToLabel { get; init; }

    /// <summary>Reflection names of the swappable types that are not on their baseline in this version, in ordinal order.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Whether its code can be unloaded.</summary>
    public required bool Reclaimable { get; init; }

    /// <summary>
    /// What the patch that made it has in the process, in bytes: its file, its assemblies and their symbols. What the runtime makes of them
    /// comes on top. 0 for version 0 and once it is unloaded.
    /// </summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// Whether a restart goes to it, where a folder of confirmed patches is set. The current version is on probation while it is not
    /// confirmed.
    /// </summary>
    public required bool Confirmed { get; init; }

    /// <summary>
    /// What is known to keep a version that is not current, one phrase each: units of work by name and age, and why HotWeave itself keeps it.
    /// Empty for the current version and for unloaded ones.
    /// </summary>
    public required IReadOnlyList<string> HeldBy { get; init; }

    /// <summary>
    /// The trusted keys that signed the patch that made it, by name and the beginning of their ids. Empty for version 0, where the process
    /// does not look at signatures, and for unloaded ones.
    /// </summary>
    public IReadOnlyList<string> SignedBy { get; init; } = [];

    /// <summary>When it was last made current, in universal time by the process's clock; null for a baseline that was never turned to, and for a version that never was current.</summary>
    public DateTimeOffset? CurrentSince { get; init; }

    /// <summary>Who asked for that, as the process was told: the operator's name, or what <see cref="HotSwap.OnBehalfOf"/> said; null where nobody said it.</summary>
    public string? By { get; init; }

    internal void Write(Utf8JsonWriter json, int units)
    {
        json.WriteNumber("number", Number.Value);
        json.WriteWord("state", State);
        json.WriteString("patchId", PatchId ?? "");
        json.WriteString("fromLabel", FromLabel);
        json.WriteString("toLabel", ToLabel);
        json.WriteBoolean("reclaimable", Reclaimable);
        json.WriteNumber("bytes", Bytes);
        json.WriteBoolean("confirmed", Confirmed);
        json.WriteNumber("units", units);
        json.WriteStrings("types", Types);
        json.WriteStrings("heldBy", HeldBy);
        json.WriteStrings("signedBy", SignedBy);
        json.WriteString("currentSince", CurrentSince?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("by", By);
    }
}
