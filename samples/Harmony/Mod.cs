using System.Runtime.CompilerServices;
using HotWeave;
using HarmonyInstance = HarmonyLib.Harmony;

namespace Duel;

/// <summary>What a mod does: it brings HotWeave.Harmony, and the game's own Harmony does the rest.</summary>
internal static class Mod
{
    private static HarmonyInstance? s_harmony;

    /// <summary>As any mod does, which patches something here.</summary>
    public static void Load() => s_harmony = new HarmonyInstance("duel.mod");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Weave(string copy)
    {
        try
        {
            var woven = GhostWeaving.UseHarmony(copy);
            return "woven: " + string.Join(", ", woven.Assemblies);
        }
        catch (SwapException e)
        {
            return e.Message;
        }
    }
}
