namespace HotWeave.Control.Protocol;

/// <summary>Tool to agent: weave loaded assemblies in memory.</summary>
/// <param name="Library">The native part, as the process sees it; the runtime has attached it.</param>
/// <param name="Runtime">The HotWeave.Runtime to load, as the process sees it.</param>
/// <param name="Plans">What to do, as the native part reads it.</param>
/// <param name="Modules">The modules and methods that the plans are about, in their order.</param>
internal sealed record GhostRequest(string Library, string Runtime, byte[] Plans, IReadOnlyList<GhostModule> Modules) : ControlMessage;

/// <summary>A module to weave in memory.</summary>
/// <param name="Assembly">Its assembly's simple name.</param>
/// <param name="Mvid">Its id.</param>
/// <param name="Methods">The tokens of the methods that get a stub.</param>
/// <param name="Callers">Those of them whose compiled code may have others inlined.</param>
internal sealed record GhostModule(string Assembly, string Mvid, IReadOnlyList<int> Methods, IReadOnlyList<int> Callers);

/// <summary>Agent to tool: how weaving in memory ended.</summary>
/// <param name="Step">What was being done when it failed; 0 where it did not.</param>
/// <param name="Result">The error that the runtime gave, an HRESULT.</param>
/// <param name="Module">Which module it was about, from 0.</param>
/// <param name="Method">The token of the method that it was about; 0 for none.</param>
/// <param name="Methods">How many methods have a stub.</param>
/// <param name="DefineTime">How long the types took, in microseconds.</param>
/// <param name="RequestTime">How long the one request took that stops all threads, in microseconds.</param>
/// <param name="Problem">What else is known of a failure; empty for nothing.</param>
internal sealed record GhostReply(
    int Step, int Result, int Module, int Method, int Methods, long DefineTime, long RequestTime, string Problem) : ControlMessage
{
    /// <summary>What threads run in code from before.</summary>
    public IReadOnlyList<OldActivation> Running { get; init; } = [];
}

/// <summary>Tool to agent: was the process woven in memory, and what does it run from before?</summary>
internal sealed record GhostStatusRequest : ControlMessage;

/// <summary>Agent to tool: whether it was, and what it runs.</summary>
/// <param name="IsGhost">Whether any assembly was.</param>
/// <param name="Running">What threads run in code from before.</param>
internal sealed record GhostStatusReply(bool IsGhost, IReadOnlyList<OldActivation> Running) : ControlMessage;

/// <summary>A thread in a method whose code is from before the weaving: no patch reaches what that has inlined until it returns.</summary>
/// <param name="Method">The method.</param>
/// <param name="Thread">The thread, as the system numbers it.</param>
/// <param name="IsSure">Whether the code is known to have woven methods inlined; else it may, or may not.</param>
internal sealed record OldActivation(string Method, int Thread, bool IsSure)
{
    /// <summary>It in words.</summary>
    public string Describe() => $"{Method} on thread {Thread} {(IsSure ? "has" : "may have")} woven methods inlined";
}
