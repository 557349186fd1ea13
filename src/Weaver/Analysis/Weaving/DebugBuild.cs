using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>Tells builds that the JIT must not optimise.</summary>
internal static class DebugBuild
{
    private const int DisableOptimizations = 0x100;

    /// <summary>Whether <paramref name="assembly"/> asks not to be optimised.</summary>
    public static bool Is(AssemblyDefinition assembly)
    {
        var debuggable = assembly.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == "System.Diagnostics.DebuggableAttribute");
        if (debuggable is null)
            return false;
        // Either (bool isJITTrackingEnabled, bool isJITOptimizerDisabled) or (DebuggingModes); the enumeration's value is read off the
        // blob, since its type may not be there to be resolved.
        var blob = debuggable.GetBlob();
        return debuggable.Constructor.Parameters.Count == 2
            ? blob.Length > 3 && blob[3] != 0
            : blob.Length >= 6 && (BitConverter.ToInt32(blob, 2) & DisableOptimizations) != 0;
    }
}
