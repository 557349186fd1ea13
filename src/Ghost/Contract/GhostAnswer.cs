using System.Runtime.InteropServices;

namespace HotWeave.Ghost;

/// <summary>What the native part reports of an operation. Shared with the agent, which has it filled in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GhostAnswer
{
    /// <summary>The HRESULT of the call that failed; 0 where all went well.</summary>
    public int Result;

    /// <summary>What was being done.</summary>
    public GhostStep Step;

    /// <summary>Which of the plans it was about, from 0.</summary>
    public int Plan;

    /// <summary>The token of the method that it was about; 0 where it was about none.</summary>
    public int Method;

    /// <summary>How many methods threads run; 0 where nobody asked.</summary>
    public int Methods;

    /// <summary>How long the types took, in microseconds.</summary>
    public long DefineTime;

    /// <summary>How long the request took in which the runtime stops all threads, in microseconds.</summary>
    public long RequestTime;
}

/// <summary>A stub that the runtime could not take.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GhostError
{
    /// <summary>The method's token.</summary>
    public int Method;

    /// <summary>The HRESULT.</summary>
    public int Result;
}

/// <summary>What the native part was doing.</summary>
internal enum GhostStep
{
    /// <summary>Everything is done.</summary>
    Done = 0,

    /// <summary>The runtime has not attached this library: another profiler has its place.</summary>
    Attach = 1,

    /// <summary>Reading the plans.</summary>
    ReadPlan = 2,

    /// <summary>Looking for the module of a plan.</summary>
    FindModule = 3,

    /// <summary>The module has the types already: it was woven, or weaving it failed half-way.</summary>
    IsWoven = 5,

    /// <summary>Reading the code of a method.</summary>
    ReadBody = 6,

    /// <summary>Defining types.</summary>
    Define = 7,

    /// <summary>Having the runtime take them.</summary>
    Apply = 8,

    /// <summary>Asking for the new code.</summary>
    Request = 9,

    /// <summary>Marking the module as woven.</summary>
    Mark = 10,

    /// <summary>Taking the new code back.</summary>
    Revert = 11,

    /// <summary>A defect of the native part.</summary>
    Defect = 12,

    /// <summary>Compiling the stubs, which the agent asks for; all were taken back.</summary>
    Compile = 13,

    /// <summary>Looking at what threads run.</summary>
    Walk = 14,
}
