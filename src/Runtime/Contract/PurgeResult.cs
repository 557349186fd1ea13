namespace HotWeave;

/// <summary>What a purge found and did. Immutable.</summary>
/// <param name="Versions">Every version that was not current and not unloaded when it began, by number; the baseline only if units of work ran it.</param>
public sealed record PurgeResult(IReadOnlyList<PurgedVersion> Versions)
{
    /// <summary>What went wrong beside it, one line each, code first. Usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether no unit of work runs old code any more, and everything that can be unloaded is unloaded.</summary>
    public bool IsClean => Versions.All(static v => v.Outcome is PurgeOutcome.Unloaded or PurgeOutcome.Permanent);
}

/// <summary>What became of one version.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Units">The units of work that still run it, the oldest first.</param>
public sealed record PurgedVersion(VersionNumber Number, PurgeOutcome Outcome, IReadOnlyList<UnitStatus> Units);

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
