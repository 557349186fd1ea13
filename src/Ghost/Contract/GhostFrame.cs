using System.Runtime.InteropServices;

namespace HotWeave.Ghost;

/// <summary>A method that a thread runs, or will return to. Shared with the agent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GhostFrame
{
    /// <summary>The id of the method's module.</summary>
    public Guid Module;

    /// <summary>The method's token.</summary>
    public int Method;

    /// <summary>The thread, as the system numbers it.</summary>
    public int Thread;

    /// <summary>The runtime's own id of the method, over whatever it is called over.</summary>
    public nint Function;

    /// <summary>Which version of the method's code runs; 0 for that which it was loaded with.</summary>
    public nint Version;

    /// <summary>Where the code is, or will go on: an offset into the instructions that the method was loaded with; -1 where it is not known.</summary>
    public int Offset;

    /// <summary>The newest version of the method's code that was compiled, once somebody looked: a later call of the method runs that.</summary>
    public nint Newest;
}
