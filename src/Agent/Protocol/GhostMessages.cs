namespace HotWeave.Control.Protocol;

/// <summary>Tool to agent: weave loaded assemblies in memory.</summary>
/// <param name="Library">The native part, as the process sees it; the runtime has attached it.</param>
/// <param name="Runtime">The HotWeave.Runtime to load, as the process sees it.</param>
/// <param name="Patches">Where confirmed patches go, unless the process says so itself; empty for nowhere.</param>
/// <param name="StubNow">Whether all methods get their stubs at once; else each when the first patch needs it.</param>
/// <param name="Modules">The modules.</param>
internal sealed record GhostRequest(string Library, string Runtime, string Patches, bool StubNow, IReadOnlyList<GhostModule> Modules) : ControlMessage;

/// <summary>A module to weave in memory.</summary>
/// <param name="Assembly">Its assembly's simple name.</param>
/// <param name="Mvid">Its id.</param>
/// <param name="Plan">What to do, as the native part reads it.</param>
/// <param name="Types">Its swappable types.</param>
/// <param name="Callers">The tokens of its methods whose compiled code may have others inlined.</param>
internal sealed record GhostModule(string Assembly, Guid Mvid, byte[] Plan, IReadOnlyList<GhostTypeMethods> Types, IReadOnlyList<int> Callers);

/// <summary>A swappable type.</summary>
/// <param name="Type">Its token.</param>
/// <param name="Methods">The tokens of the methods that get a stub.</param>
internal sealed record GhostTypeMethods(int Type, IReadOnlyList<int> Methods);

/// <summary>Agent to tool: how weaving in memory ended.</summary>
/// <param name="Step">What was being done when it failed; 0 where it did not.</param>
/// <param name="Result">The error that the runtime gave, an HRESULT.</param>
/// <param name="Module">Which module it was about, from 0.</param>
/// <param name="Method">The token of the method that it was about; 0 for none.</param>
/// <param name="DefineTime">How long the types took, in microseconds.</param>
/// <param name="Problem">What else is known of a failure; empty for nothing.</param>
internal sealed record GhostReply(int Step, int Result, int Module, int Method, long DefineTime, string Problem) : ControlMessage
{
    /// <summary>What became of stubs.</summary>
    public StubCounts Stubs { get; init; } = StubCounts.None;

    /// <summary>What threads run in code from before.</summary>
    public IReadOnlyList<OldActivation> Running { get; init; } = [];
}

/// <summary>Tool to agent: was the process woven in memory, and what does it run from before?</summary>
internal sealed record GhostStatusRequest : ControlMessage;

/// <summary>Agent to tool: whether it was, and what it runs.</summary>
/// <param name="IsGhost">Whether any assembly was.</param>
/// <param name="Stubs">What became of stubs.</param>
/// <param name="Running">What threads run in code from before.</param>
internal sealed record GhostStatusReply(bool IsGhost, StubCounts Stubs, IReadOnlyList<OldActivation> Running) : ControlMessage;

/// <summary>The stubs of a process that was woven in memory.</summary>
/// <param name="Methods">How many methods have one.</param>
/// <param name="Batches">In how many requests they came.</param>
/// <param name="LongestRequest">How long the longest of these took, in which the runtime stops all threads, in microseconds.</param>
/// <param name="LongestBatch">How long the longest took until all its stubs were compiled, in microseconds.</param>
internal sealed record StubCounts(int Methods, int Batches, long LongestRequest, long LongestBatch)
{
    /// <summary>Before there are any.</summary>
    public static StubCounts None { get; } = new(0, 0, 0, 0);
}

/// <summary>A thread in a method whose code is from before a stub: no patch reaches what that has inlined until it returns.</summary>
/// <param name="Method">The method.</param>
/// <param name="Thread">The thread, as the system numbers it.</param>
/// <param name="IsSure">Whether the code is known to have methods with stubs inlined; else it may, or may not.</param>
internal sealed record OldActivation(string Method, int Thread, bool IsSure)
{
    /// <summary>The file that the method's assembly was loaded from; of a single-file executable's its name alone.</summary>
    public string File { get; init; } = "";

    /// <summary>The method's token.</summary>
    public int Token { get; init; }

    /// <summary>Where in it the thread is: an offset into its instructions; -1 where that is not known.</summary>
    public int Offset { get; init; } = -1;

    /// <summary>It in words.</summary>
    public string Describe() => $"{Method} on thread {Thread} {(IsSure ? "has" : "may have")} woven methods inlined";
}
