using System.Runtime.InteropServices;

namespace HotWeave.Ghost;

/// <summary>A method of a module, in all its loaded copies. Shared with the agent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GhostMethod
{
    /// <summary>The id of the module.</summary>
    public Guid Module;

    /// <summary>The method's token.</summary>
    public int Method;
}
