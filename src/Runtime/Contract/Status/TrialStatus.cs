using System.Text.Json;

namespace HotWeave;

/// <summary>A version on trial, or the last one that was. Immutable.</summary>
public sealed record TrialStatus
{
    /// <summary>The version.</summary>
    public required VersionNumber Version { get; init; }

    /// <summary>The version that it is compared with.</summary>
    public required VersionNumber Against { get; init; }

    /// <summary>The share of new units that get it until the verdict.</summary>
    public required double Share { get; init; }

    /// <summary>How long it is watched.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How long it has been, at most <see cref="Window"/>.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What was found.</summary>
    public required TrialVerdict Verdict { get; init; }

    /// <summary>Why, in words; empty while it is not known.</summary>
    public required string Reason { get; init; }

    /// <summary>How the new version's units ended.</summary>
    public required UnitOutcomes New { get; init; }

    /// <summary>How the other version's units ended: during the trial, or, where everybody got the new one, before it too.</summary>
    public required UnitOutcomes Old { get; init; }

    /// <summary>
    /// The share of the new version's units that may fail, from 0 to 1: what was asked for, else one in a hundred more than of the old version's
    /// so far.
    /// </summary>
    public double MaxErrorRate { get; init; } = 1;

    /// <summary>How many times as long as the old version's units the new version's may take on average; null where time is not judged.</summary>
    public double? MaxLatencyRatio { get; init; }

    /// <summary>With fewer units of the new version there is no verdict but inconclusive.</summary>
    public int MinUnits { get; init; }

    /// <summary>
    /// How sure it is that the new version's units fail more often than they may, from 0 to 1: it fails above 0.99. Null while none of its units has ended.
    /// </summary>
    public double? Doubt { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version.Value);
        json.WriteNumber("against", Against.Value);
        json.WriteNumber("share", Share);
        json.WriteMilliseconds("window", Window);
        json.WriteMilliseconds("elapsed", Elapsed);
        json.WriteWord("verdict", Verdict);
        json.WriteString("reason", Reason);
        json.WriteNumber("maxErrorRate", MaxErrorRate);
        json.WriteNumberOrNull("maxLatencyRatio", MaxLatencyRatio);
        json.WriteNumber("minUnits", MinUnits);
        json.WriteNumberOrNull("doubt", Doubt);
        json.WriteObject("new", New, static (u, j) => u.Write(j));
        json.WriteObject("old", Old, static (u, j) => u.Write(j));
    }
}
