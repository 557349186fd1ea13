using HotWeave.Harmony.Weaving;

namespace HotWeave;

/// <summary>Weaves the process that it runs in, in memory, so that it takes patches without having been built for them.</summary>
public static class GhostWeaving
{
    // One weaving at a time: the second finds what the first wove.
    private static readonly object s_lock = new();

    /// <summary>
    /// Gives the methods of loaded assemblies stubs by the application's own copy of Harmony. From then on the process takes patches that
    /// were made against the copy, is looked at, and goes back, as a woven one does; a restart forgets it all. Thread-safe.
    /// </summary>
    /// <param name="folder">The copy that <c>hotweave weave --harmony</c> made of the folder that the process runs from.</param>
    /// <param name="options">How; null for a process that has not begun its work.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused, with the reason (HW9073 to HW9081); every method runs the code that it had.</exception>
    public static HarmonyWeavingResult UseHarmony(string folder, HarmonyWeavingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        lock (s_lock)
        {
            var harmony = HarmonyLibrary.Find();
            return new HarmonyWeaver(harmony, options ?? new HarmonyWeavingOptions()).Weave(CompanionFile.ReadAll(folder));
        }
    }
}
