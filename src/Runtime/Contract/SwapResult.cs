using System.Text.Json;

namespace HotWeave;

/// <summary>What a swap did. Made only when the turn happened. Immutable.</summary>
public sealed record SwapResult
{
    /// <summary>The version that was current before.</summary>
    public required VersionNumber From { get; init; }

    /// <summary>The version that is current now.</summary>
    public required VersionNumber To { get; init; }

    /// <summary>Who moved when.</summary>
    public required SwapMode Mode { get; init; }

    /// <summary>Why it was this mode, where nobody asked for one; null where somebody did.</summary>
    public string? ModeReason { get; init; }

    /// <summary>The digest of the patch that was applied; null for a turn to an earlier version.</summary>
    public string? PatchId { get; init; }

    /// <summary>What is known of the patch that this operation brought; null where it brought none: a way back, the end of a trial, or a start.</summary>
    public PreparedStatus? Patch { get; init; }

    /// <summary>Reflection names of the swappable types whose code changed with this turn, in ordinal order.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>What went wrong after the turn without undoing it, one line each, code first. Usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was on the heap when the swap looked for objects that must not be alive; null where it looked for none.</summary>
    public HeapCensus? Census { get; init; }

    /// <summary>It as JSON, with the names of <c>hotweave apply --format json</c>.</summary>
    /// <returns>An object on one line.</returns>
    public string ToJson() => JsonReports.Write(Write);

    private void Write(Utf8JsonWriter json) => Write(json, From, To, Patch, Mode, ModeReason, Types, Warnings, Census);

    internal static void Write(
        Utf8JsonWriter json, VersionNumber from, VersionNumber to, PreparedStatus? patch, SwapMode mode, string? modeReason, IReadOnlyList<string> types, IReadOnlyList<string> warnings,
        HeapCensus? census = null)
    {
        json.WriteNumber("from", from.Value);
        json.WriteNumber("to", to.Value);
        json.WriteString("patchId", patch?.PatchId);
        json.WriteString("fromLabel", patch?.FromLabel);
        json.WriteString("toLabel", patch?.ToLabel);
        json.WriteString("mode", mode.ToString());
        json.WriteString("modeReason", modeReason);
        json.WriteStrings("types", types);
        json.WriteStrings("edits", patch?.Edits ?? []);
        json.WriteStrings("remarks", patch?.Remarks ?? []);
        json.WriteStrings("warnings", warnings);
        json.WriteObject("census", census, static (c, j) =>
        {
            j.WriteNumber("objects", c.Objects.Values.Sum());
            j.WriteMilliseconds("pauseMs", c.Pause);
        });
    }
}
