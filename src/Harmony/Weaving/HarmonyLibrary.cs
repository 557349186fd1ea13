using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using HarmonyLib;
using HotWeave.Harmony.Diagnostics;
using HotWeave.Harmony.Stubs;
using HarmonyInstance = HarmonyLib.Harmony;

namespace HotWeave.Harmony.Weaving;

/// <summary>Harmony, of whatever version the application has: as much of it as weaving needs, which has been so since 2.3.</summary>
internal sealed class HarmonyLibrary
{
    /// <summary>Whose the transpilers are, as Harmony tells others.</summary>
    public const string Owner = "HotWeave";

    private const string Name = "0Harmony";
    private const int Last = 0; // HarmonyLib.Priority.Last

    private readonly HarmonyInstance _harmony = new(Owner);

    /// <summary>Finds it.</summary>
    /// <exception cref="SwapException">HW9073: there is none, or it is too old.</exception>
    public static HarmonyLibrary Find()
    {
        OwnReferences.ResolveOnce(Name);
        try
        {
            return Make();
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or MissingMemberException or TypeLoadException)
        {
            throw HarmonyDiagnostics.NoHarmony.Refuse(e, e.Message);
        }
    }

    /// <summary>Runs a transpiler over a method's code, after all others, and has it compiled.</summary>
    public void Transpile(MethodBase method, MethodInfo transpiler) =>
        new PatchProcessor(_harmony, method).AddTranspiler(new HarmonyMethod(transpiler) { priority = Last }).Patch();

    /// <summary>Has a method compiled anew with all patches that it has.</summary>
    public void Compile(MethodBase method) => new PatchProcessor(_harmony, method).Patch();

    /// <summary>Takes a transpiler out.</summary>
    public void TakeOut(MethodBase method, MethodInfo transpiler) => new PatchProcessor(_harmony, method).Unpatch(transpiler);

    /// <summary>Whether a transpiler of ours is still there.</summary>
    public static bool Has(MethodBase method, MethodInfo transpiler) =>
        PatchProcessor.GetPatchInfo(method)?.Transpilers.Any(p => p.owner == Owner && p.PatchMethod == transpiler) is true;

    /// <summary>Who else changes the code of a method, rather than what comes before and after it; null for nobody.</summary>
    public static string? FindOther(MethodBase method)
    {
        if (PatchProcessor.GetPatchInfo(method) is not { } patches)
            return null;
        // Since 2.4 there are patches of the calls in a method, too.
        var inner = typeof(HarmonyLib.Patches).GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Where(static f => f.Name.StartsWith("Inner", StringComparison.Ordinal))
            .SelectMany(f => f.GetValue(patches) as ReadOnlyCollection<Patch> ?? ReadOnlyCollection<Patch>.Empty);
        return patches.Transpilers.Concat(inner).FirstOrDefault(static p => p.owner != Owner)?.owner;
    }

    // Apart, since nothing of Harmony can be named where it cannot be found.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HarmonyLibrary Make() => new();
}
