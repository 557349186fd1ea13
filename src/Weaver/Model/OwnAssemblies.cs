namespace HotWeave.Weaver.Model;

/// <summary>The parts of HotWeave that run in the woven process: stubs in them would call themselves.</summary>
internal static class OwnAssemblies
{
    /// <summary>Whether the assembly of this simple name is one of them.</summary>
    public static bool Contains(string name) => name is "HotWeave.Runtime" or "HotWeave.Agent";
}
