using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Versions;

namespace HotWeave.CodeChange;

/// <summary>The objects that keep the code they were made with.</summary>
internal static class MarkedObjects
{
    /// <summary>
    /// Sees to it that no object loses the code it has: one without the mark of the next version goes on with the deployed code, which
    /// must be what it has now.
    /// </summary>
    /// <exception cref="SwapException">HW6510.</exception>
    internal static void Check(SwapVersion from, SwapVersion to)
    {
        foreach (var (assembly, marked) in to.Content!.MarkedTypes())
        {
            if (from.Content!.PatchOf(assembly) is { } current && Replaces(current, assembly, marked.Type)
                && !HasMark(from.Content, assembly, marked))
                throw SwapDiagnostics.ObjectsLoseCode.Refuse(marked.Type, from.Number);
        }
    }

    private static bool Replaces(LoadedPatch patch, Assembly assembly, string type) =>
        patch.Manifest.Types.Any(t => t.Type == type && patch.Baselines[t.Baseline].Assembly == assembly);

    private static bool HasMark(VersionContent content, Assembly assembly, MarkedType marked) =>
        content.MarkedTypes().Any(m => m.Assembly == assembly && m.Type.Type == marked.Type && m.Type.Mark == marked.Mark);
}
