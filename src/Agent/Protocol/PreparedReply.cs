namespace HotWeave.Control.Protocol;

/// <summary>Agent to tool: a patch was prepared, or was given up.</summary>
/// <param name="Patch">Which.</param>
internal sealed record PreparedReply(PreparedReport Patch) : ControlMessage;

/// <summary>A patch that is ready to be current.</summary>
/// <param name="PatchId">Its digest.</param>
/// <param name="FromLabel">The informational version that it was made from.</param>
/// <param name="ToLabel">The informational version that it brings.</param>
/// <param name="Reclaimable">Whether its code can be unloaded.</param>
/// <param name="Types">The types that it replaces.</param>
/// <param name="AddedTypes">The types that only it has.</param>
/// <param name="Edits">The differences that it carries, one line each.</param>
/// <param name="Remarks">What stays behind on old code, one line each, with its code first.</param>
internal sealed record PreparedReport(
    string PatchId,
    string FromLabel,
    string ToLabel,
    bool Reclaimable,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> AddedTypes,
    IReadOnlyList<string> Edits,
    IReadOnlyList<string> Remarks);
