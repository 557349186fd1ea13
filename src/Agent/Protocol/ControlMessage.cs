namespace HotWeave.Control.Protocol;

/// <summary>One message on a control connection. The tool speaks first; every request has exactly one reply.</summary>
internal abstract record ControlMessage;

/// <summary>Tool to agent, first: asks who is there.</summary>
/// <param name="Protocol">The tool's <see cref="ControlProtocol.Version"/>.</param>
internal sealed record Hello(int Protocol) : ControlMessage
{
    /// <summary>Who uses the tool, as the tool knows; for the audit, not for authority.</summary>
    public string User { get; init; } = "";
}

/// <summary>Agent to tool, first: proves that the agent runs, and says what it found.</summary>
/// <param name="Protocol">The agent's <see cref="ControlProtocol.Version"/>.</param>
/// <param name="ProcessId">The process's id as it sees itself (in a container that differs from the host's).</param>
/// <param name="Framework">The .NET runtime's own description, such as <c>.NET 10.0.0</c>.</param>
/// <param name="RuntimeVersion">Version of the HotWeave.Runtime that the process loads; empty when it loads none.</param>
/// <param name="Problem">Why HotWeave.Runtime cannot be used; empty when it can.</param>
internal sealed record Welcome(int Protocol, int ProcessId, string Framework, string RuntimeVersion, string Problem) : ControlMessage;

/// <summary>Tool to agent: which versions are there?</summary>
internal sealed record StatusRequest : ControlMessage;

/// <summary>Tool to agent: take this patch.</summary>
/// <param name="Reclaimable">Whether the patch's code is to be unloaded once drained.</param>
/// <param name="Terms">Who moves when.</param>
/// <param name="Patch">The patch file's bytes.</param>
/// <param name="Trial">How the new version is tried; null when it is not.</param>
internal sealed record ApplyRequest(bool Reclaimable, TurnTerms Terms, byte[] Patch, TrialTerms? Trial) : ControlMessage;

/// <summary>Tool to agent: say what applying this patch would do, and do not do it.</summary>
/// <param name="Reclaimable">Whether the patch's code would be unloaded once drained.</param>
/// <param name="Terms">Who would move when.</param>
/// <param name="Patch">The patch file's bytes.</param>
internal sealed record CheckRequest(bool Reclaimable, TurnTerms Terms, byte[] Patch) : ControlMessage;

/// <summary>Tool to agent: make this patch ready, and change nothing.</summary>
/// <param name="Reclaimable">Whether the patch's code is to be unloaded once drained.</param>
/// <param name="Patch">The patch file's bytes.</param>
internal sealed record PrepareRequest(bool Reclaimable, byte[] Patch) : ControlMessage
{
    /// <summary>Whether an older patch is meant.</summary>
    public bool AcceptOlder { get; init; }
}

/// <summary>Tool to agent: make a prepared patch current.</summary>
/// <param name="PatchId">Its digest or the beginning of it; empty for the only one there is.</param>
/// <param name="Terms">Who moves when.</param>
/// <param name="Trial">How the new version is tried; null when it is not.</param>
internal sealed record CommitRequest(string PatchId, TurnTerms Terms, TrialTerms? Trial) : ControlMessage;

/// <summary>Tool to agent: give a prepared patch up.</summary>
/// <param name="PatchId">Its digest or the beginning of it; empty for the only one there is.</param>
internal sealed record DiscardRequest(string PatchId) : ControlMessage;

/// <summary>Tool to agent: go back.</summary>
/// <param name="To">The version to go to; null for the one before the current.</param>
/// <param name="Terms">Who moves when.</param>
internal sealed record RollbackRequest(int? To, TurnTerms Terms) : ControlMessage;

/// <summary>Tool to agent: end what is under way.</summary>
internal sealed record CancelRequest : ControlMessage;

/// <summary>
/// Agent to tool, in the middle of a request: count the objects on the process's heap. The one message that the agent sends unasked, only where the request's terms say
/// that the tool will look.
/// </summary>
internal sealed record CensusRequest : ControlMessage;

/// <summary>Tool to agent: what is on the heap.</summary>
/// <param name="Types">The names of the types, as <c>HeapCensus.NameOf</c> gives them.</param>
/// <param name="Counts">How many objects there are of each.</param>
/// <param name="Pause">How long the process stood still, in microseconds.</param>
/// <param name="Problem">Why the tool could not look; empty when it did.</param>
internal sealed record CensusReply(IReadOnlyList<string> Types, IReadOnlyList<long> Counts, long Pause, string Problem) : ControlMessage;

/// <summary>Agent to tool: what was asked to end.</summary>
/// <param name="Operations">In words; empty when nothing was under way.</param>
internal sealed record CancelReply(IReadOnlyList<string> Operations) : ControlMessage;

/// <summary>Tool to agent: turn the last swap back while old units drain.</summary>
internal sealed record ReverseRequest : ControlMessage;

/// <summary>Tool to agent: end the current version's probation.</summary>
/// <param name="Version">The version that is meant; null for whichever is current.</param>
internal sealed record ConfirmRequest(int? Version) : ControlMessage;

/// <summary>Who moves when, as an operator asks for it.</summary>
/// <param name="Mode">The mode's name; empty for the process's default.</param>
/// <param name="Timeout">How long running units may take to end, in milliseconds; 0 for the process's default.</param>
/// <param name="CancelUnits">Whether units that take longer have their tokens signalled.</param>
internal sealed record TurnTerms(string Mode, int Timeout, bool CancelUnits)
{
    /// <summary>Whether two versions may use changed state at once.</summary>
    public bool SharedState { get; init; }

    /// <summary>Whether to go back where nothing turns the state back.</summary>
    public bool AcceptState { get; init; }

    /// <summary>Whether calls from outside units during code change are accepted.</summary>
    public bool AcceptOutsideCalls { get; init; }

    /// <summary>Whether an older patch, or the way back to one, is meant.</summary>
    public bool AcceptOlder { get; init; }

    /// <summary>Whether the tool takes a census of the heap where the swap needs one.</summary>
    public bool IfNoneAlive { get; init; }

    /// <summary>Whether a process that was woven in memory may keep what its threads run from before.</summary>
    public bool AcceptInlined { get; init; }
}

/// <summary>Agent to tool: it was not done, and nothing changed.</summary>
/// <param name="Code">The diagnostic's id, such as <c>HW6101</c>.</param>
/// <param name="Message">What, where and what to do.</param>
internal sealed record Refusal(string Code, string Message) : ControlMessage
{
    /// <summary>Whether it was not done because what was asked for is so already.</summary>
    public bool IsNothingToDo { get; init; }
}
