using System.Text.Json;

namespace HotWeave;

/// <summary>A patch that is prepared, as a status or <see cref="PreparedPatch.Describe()"/> tells it. Immutable.</summary>
public sealed record PreparedStatus
{
    /// <summary>The patch's identity: its digest, 64 lower-case hex digits.</summary>
    public required string PatchId { get; init; }

    /// <summary>The label of the baseline that it was made for.</summary>
    public required string FromLabel { get; init; }

    /// <summary>The label of the build that it leads to.</summary>
    public required string ToLabel { get; init; }

    /// <summary>Whether its code can be unloaded.</summary>
    public required bool Reclaimable { get; init; }

    /// <summary>Reflection names of the swappable types that it replaces, in ordinal order.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Reflection names of the types that only the patch has.</summary>
    public required IReadOnlyList<string> AddedTypes { get; init; }

    /// <summary>The differences that it carries, one line each.</summary>
    public required IReadOnlyList<string> Edits { get; init; }

    /// <summary>What stays behind on old code, one line each, code first.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>It as JSON, with the names of <c>hotweave prepare --format json</c>.</summary>
    /// <returns>An object on one line.</returns>
    public string ToJson() => JsonReports.Write(Write);

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("patchId", PatchId);
        json.WriteString("fromLabel", FromLabel);
        json.WriteString("toLabel", ToLabel);
        json.WriteBoolean("reclaimable", Reclaimable);
        json.WriteStrings("types", Types);
        json.WriteStrings("addedTypes", AddedTypes);
        json.WriteStrings("edits", Edits);
        json.WriteStrings("remarks", Remarks);
    }
}
