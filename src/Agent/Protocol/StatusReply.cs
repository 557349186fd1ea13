namespace HotWeave.Control.Protocol;

/// <summary>Agent to tool: what is loaded and current.</summary>
/// <param name="Current">Number of the current version; 0 is the baseline.</param>
/// <param name="Operation">The swap operation that is under way, in words; empty when there is none.</param>
/// <param name="Versions">Every version the process knows, the baseline first.</param>
/// <param name="Assemblies">The woven assemblies that are loaded.</param>
/// <param name="Units">The units of work that run, the oldest first; many are cut short.</param>
/// <param name="RunningUnits">How many units run.</param>
/// <param name="WaitingUnits">How many new units wait for a quiescent swap; -1 when none waits.</param>
/// <param name="NotKnown">What may hold a version and cannot be seen.</param>
/// <param name="Prepared">The patches that are prepared and neither committed nor discarded.</param>
/// <param name="Trial">The version on trial, or the last one that was; null when none ever was.</param>
/// <param name="Forgotten">How many unloaded versions are not listed any more.</param>
/// <param name="Retained">What permanent patches have left behind.</param>
/// <param name="Loops">The methods with waiting loops that run, by version, then by name.</param>
internal sealed record StatusReply(
    int Current,
    string Operation,
    IReadOnlyList<VersionReport> Versions,
    IReadOnlyList<WovenAssemblyReport> Assemblies,
    IReadOnlyList<UnitLine> Units,
    int RunningUnits,
    int WaitingUnits,
    IReadOnlyList<string> NotKnown,
    IReadOnlyList<PreparedReport> Prepared,
    TrialReport? Trial,
    int Forgotten,
    RetainedReport Retained,
    IReadOnlyList<LoopLine> Loops) : ControlMessage
{
    /// <summary>What was wrong with the confirmed patches when the process started; empty when nothing was.</summary>
    public string StartProblem { get; init; } = "";

    /// <summary>Whose signatures the process asks for, in words; empty where it looks at none.</summary>
    public string Trust { get; init; } = "";

    /// <summary>The process's audit log, as the process sees it; empty where it has none.</summary>
    public string AuditLog { get; init; } = "";
}

/// <summary>Runs of a method with a waiting loop.</summary>
/// <param name="Method">The method.</param>
/// <param name="Version">The version that brought the body that they run.</param>
/// <param name="Running">How many there are.</param>
internal sealed record LoopLine(string Method, int Version, int Running);

/// <summary>What permanent patches have left behind that the current version does not use.</summary>
/// <param name="Patches">How many patches.</param>
/// <param name="Assemblies">How many assemblies of them.</param>
/// <param name="Bytes">The bytes of their files, assemblies and symbols.</param>
internal sealed record RetainedReport(int Patches, int Assemblies, long Bytes);

/// <summary>A unit of work that runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Age">How long ago it began, in milliseconds.</param>
/// <param name="Version">The version under which it began.</param>
/// <param name="Moved">Whether an immediate swap has moved it since.</param>
/// <param name="Cancelled">Whether its token is signalled.</param>
internal sealed record UnitLine(string Name, long Age, int Version, bool Moved, bool Cancelled);

/// <summary>One version.</summary>
/// <param name="Number">Its number; 0 is the baseline.</param>
/// <param name="State">Its state in lower case, such as <c>current</c>, <c>superseded</c>, <c>unloaded</c>.</param>
/// <param name="PatchId">The digest of the patch that brought it; empty for the baseline.</param>
/// <param name="FromLabel">The informational version that the patch was made from; empty for the baseline.</param>
/// <param name="ToLabel">The informational version that the patch brings; empty for the baseline.</param>
/// <param name="Reclaimable">Whether its code can be unloaded.</param>
/// <param name="Bytes">What its patch has in the process: file, assemblies and symbols; 0 once it is unloaded.</param>
/// <param name="Confirmed">Whether a restart goes to it.</param>
/// <param name="Types">The types whose code it replaces.</param>
/// <param name="HeldBy">What is known to keep it, where it is not current.</param>
internal sealed record VersionReport(
    int Number, string State, string PatchId, string FromLabel, string ToLabel, bool Reclaimable, long Bytes, bool Confirmed, IReadOnlyList<string> Types, IReadOnlyList<string> HeldBy)
{
    /// <summary>Who signed its patch, as far as the process believes it.</summary>
    public IReadOnlyList<string> SignedBy { get; init; } = [];
}

/// <summary>A woven assembly that is loaded.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="BaselineId">The id that weaving embedded in it.</param>
/// <param name="LoadContext">The name of the load context that holds it.</param>
/// <param name="SwappableTypes">How many swappable types it has.</param>
/// <param name="PatchId">The digest of the patch in force for it; empty for the baseline.</param>
internal sealed record WovenAssemblyReport(string Name, string BaselineId, string LoadContext, int SwappableTypes, string PatchId);
