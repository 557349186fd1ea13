namespace HotWeave;

/// <summary>What is loaded and current in this process at one moment. Immutable.</summary>
/// <param name="Current">The version that new calls run.</param>
/// <param name="Versions">The versions, by number; the first is the baseline. Of those that are unloaded only the last hundred are remembered, so look one up with <see cref="Find"/>.</param>
/// <param name="Assemblies">The woven assemblies that are loaded, in ordinal order of their names.</param>
/// <param name="Prepared">The digests of the patches that are prepared and neither committed nor discarded, in the order of preparing.</param>
/// <param name="Operation">The swap operation that is under way, in words; null when there is none.</param>
/// <param name="Units">The units of work that run, the oldest first.</param>
/// <param name="Waiting">The quiescent swap that waits for units to end; null when there is none.</param>
/// <param name="NotKnown">What may hold a version that is not current and cannot be seen, one sentence each; empty while every version is current or unloaded.</param>
/// <param name="Trial">The version on trial, or the last one that was; null when none ever was.</param>
/// <param name="Forgotten">How many versions are unloaded and not in <paramref name="Versions"/> any more.</param>
/// <param name="Retained">What permanent patches have left behind.</param>
/// <param name="Loops">The methods with waiting loops that run, by version, then by name: those of a version that is not current run old code until they return.</param>
public sealed record SwapStatus(
    VersionNumber Current,
    IReadOnlyList<VersionStatus> Versions,
    IReadOnlyList<WovenAssemblyStatus> Assemblies,
    IReadOnlyList<string> Prepared,
    string? Operation,
    IReadOnlyList<UnitStatus> Units,
    WaitingStatus? Waiting,
    IReadOnlyList<string> NotKnown,
    TrialStatus? Trial,
    int Forgotten,
    RetainedCode Retained,
    IReadOnlyList<LoopStatus> Loops)
{
    /// <summary>What was wrong with the confirmed patches when the process started, code first; null when nothing was, or a version has been confirmed since.</summary>
    public string? StartProblem { get; init; }

    /// <summary>Whose signatures the process asks for, in words; null where it looks at none. See <c>docs/security.md</c>.</summary>
    public string? Trust { get; init; }

    /// <summary>The full path of the audit log that operations are written to; null when none is set. See <c>docs/versions.md</c>.</summary>
    public string? AuditLog { get; init; }

    /// <summary>The version of a number.</summary>
    /// <param name="number">Any number.</param>
    /// <returns>Null when there never was such a version, or it is unloaded and forgotten.</returns>
    public VersionStatus? Find(VersionNumber number) => Versions.FirstOrDefault(v => v.Number == number);
}
