namespace HotWeave.Control.Protocol;

/// <summary>Diagnostic ids that the agent itself reports; the tool has their descriptors.</summary>
internal static class ControlCodes
{
    /// <summary>The process does not use HotWeave.</summary>
    public const string NoRuntime = "HW7007";

    /// <summary>The agent cannot work in the process.</summary>
    public const string AgentFailed = "HW7010";

    /// <summary>The process's HotWeave.Runtime is not the one that the agent was built for.</summary>
    public const string RuntimeMismatch = "HW7013";

    /// <summary>The peer does not speak this protocol.</summary>
    public const string ProtocolMismatch = "HW7017";

    /// <summary>Threads of a process that was woven in memory run code from before.</summary>
    public const string RunsInlined = "HW9034";

    /// <summary>The runtime does not take a stub.</summary>
    public const string StubRefused = "HW9028";

    /// <summary>The one batch of stubs that .NET 8 gets is spent.</summary>
    public const string BatchSpent = "HW9036";

    /// <summary>A load context holds a copy of an assembly that could not be woven in memory.</summary>
    public const string CopyNotWoven = "HW9037";

    /// <summary>An operator ended the operation.</summary>
    public const string Cancelled = "HW6231";

    /// <summary>An exception that no code names: a defect of HotWeave.</summary>
    public const string Defect = "HW9001";
}
