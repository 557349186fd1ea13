namespace HotWeave.Control.Protocol;

/// <summary>Agent to tool: a turn was made.</summary>
/// <param name="From">The version that was current before.</param>
/// <param name="To">The version that is current now.</param>
/// <param name="PatchId">The digest of the patch that was applied; empty for a rollback.</param>
/// <param name="FromLabel">The informational version that the patch was made from; empty for a rollback.</param>
/// <param name="ToLabel">The informational version that the patch brings; empty for a rollback.</param>
/// <param name="Mode">Who moved when: the mode's name.</param>
/// <param name="ModeReason">Why it was this mode, where the operator did not say; else empty.</param>
/// <param name="Types">The types whose code moved.</param>
/// <param name="Edits">The differences that the patch carries, one line each.</param>
/// <param name="Remarks">What stays behind on old code, one line each, with its code first.</param>
/// <param name="Warnings">What went wrong after the turn without undoing it, one line each, with its code first.</param>
internal sealed record SwapReply(
    int From,
    int To,
    string PatchId,
    string FromLabel,
    string ToLabel,
    string Mode,
    string ModeReason,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Edits,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<string> Warnings) : ControlMessage;
