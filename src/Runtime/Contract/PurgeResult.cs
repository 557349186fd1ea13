using System.Text.Json;

namespace HotWeave;

/// <summary>What a purge found and did. Immutable.</summary>
public sealed record PurgeResult
{
    /// <summary>Every version that was not current and not unloaded when it began, by number; the baseline only if units of work ran it.</summary>
    public required IReadOnlyList<PurgedVersion> Versions { get; init; }

    /// <summary>What went wrong beside it, one line each, code first. Usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether no unit of work runs old code any more, and everything that can be unloaded is unloaded.</summary>
    public bool IsClean => Versions.All(static v => v.Outcome is PurgeOutcome.Unloaded or PurgeOutcome.Permanent);

    /// <summary>It as JSON, with the names of <c>hotweave purge --format json</c>; of each version's units of work the hundred oldest.</summary>
    /// <returns>An object on one line.</returns>
    public string ToJson() => JsonReports.Write(Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteObjects("versions", Versions, static (v, j) => v.Write(j));
        json.WriteStrings("warnings", Warnings);
    }
}

/// <summary>What became of one version.</summary>
public sealed record PurgedVersion
{
    private const int MostUnits = 100;

    /// <summary>Its number.</summary>
    public required VersionNumber Number { get; init; }

    /// <summary>How it ended.</summary>
    public required PurgeOutcome Outcome { get; init; }

    /// <summary>The units of work that still run it, the oldest first.</summary>
    public required IReadOnlyList<UnitStatus> Units { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("number", Number.Value);
        json.WriteWord("outcome", Outcome);
        json.WriteObjects("units", Units.Take(MostUnits), static (u, j) => u.Write(j));
        json.WriteNumber("runningUnits", Units.Count);
    }
}

/// <summary>How the purge of a version ended.</summary>
public enum PurgeOutcome
{
    /// <summary>Its code is gone.</summary>
    Unloaded,

    /// <summary>HotWeave has let go of it. Something that cannot be seen still refers to its code: a running call, a delegate, a task, an exception, an object of a type that it added. It unloads when that is gone.</summary>
    StillReferenced,

    /// <summary>Units of work run it; after a soft purge nothing has changed, else it is let go of when they have ended.</summary>
    Held,

    /// <summary>No unit of work runs it. It was loaded for the life of the process and stays, and can be returned to.</summary>
    Permanent,
}
