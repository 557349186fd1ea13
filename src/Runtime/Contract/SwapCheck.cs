using System.Text.Json;

namespace HotWeave;

/// <summary>What applying a patch would do, as <see cref="HotSwap.CheckAsync"/> found it. Immutable.</summary>
public sealed record SwapCheck
{
    /// <summary>The version that is current.</summary>
    public required VersionNumber From { get; init; }

    /// <summary>The number that the patch's version would have.</summary>
    public required VersionNumber To { get; init; }

    /// <summary>Reflection names of the swappable types whose code would change, in ordinal order.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Who would move when.</summary>
    public required SwapMode Mode { get; init; }

    /// <summary>Why it would be this mode, where nobody asked for one; null where somebody did.</summary>
    public string? ModeReason { get; init; }

    /// <summary>The patch.</summary>
    public required PreparedStatus Patch { get; init; }

    /// <summary>What applying it would warn of, as far as that is known, one line each, code first.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>It as JSON, with the names of <c>hotweave apply --check --format json</c>.</summary>
    /// <returns>An object on one line.</returns>
    public string ToJson() => JsonReports.Write(Write);

    private void Write(Utf8JsonWriter json) => SwapResult.Write(json, From, To, Patch, Mode, ModeReason, Types, Warnings);
}
