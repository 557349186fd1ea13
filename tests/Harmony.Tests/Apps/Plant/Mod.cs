using System.Reflection;
using System.Reflection.Emit;
using HarmonyLib;
using Parts;
using Harmony = HarmonyLib.Harmony;

namespace Plant;

/// <summary>Another component, which patches what it likes through Harmony.</summary>
internal static class Mod
{
    private static readonly Harmony s_harmony = new("mod");
    private static MethodBase Greet => typeof(Modded).GetMethod(nameof(Modded.Greet))!;

    public static void Load() => GC.KeepAlive(s_harmony);

    public static string Do(string what)
    {
        switch (what)
        {
            case "prefix":
                new PatchProcessor(s_harmony, Greet).AddPrefix(new HarmonyMethod(Method(nameof(Ask)))).Patch();
                new PatchProcessor(s_harmony, Greet).AddPrefix(new HarmonyMethod(Method(nameof(AskFirst))) { priority = 800 }).Patch();
                break;
            case "postfix":
                new PatchProcessor(s_harmony, Greet).AddPostfix(new HarmonyMethod(Method(nameof(Add)))).Patch();
                break;
            case "transpiler":
                new PatchProcessor(s_harmony, Greet).AddTranspiler(new HarmonyMethod(Method(nameof(Shout)))).Patch();
                break;
            case "untranspile":
                new PatchProcessor(s_harmony, Greet).Unpatch(Method(nameof(Shout)));
                break;
            case "clear":
                s_harmony.UnpatchAll(null);
                break;
            case "said":
                return string.Join(",", Said);
        }

        return what;
    }

    private static List<string> Said { get; } = [];

    private static void AskFirst(string name) => Said.Add("first " + name);

    private static bool Ask(string name)
    {
        Said.Add("then " + name);
        return true;
    }

    private static void Add(ref string __result) => __result += " and mod";

    private static IEnumerable<CodeInstruction> Shout(IEnumerable<CodeInstruction> instructions)
    {
        foreach (var instruction in instructions)
        {
            if (instruction.opcode == OpCodes.Ldstr && instruction.operand is " ")
                instruction.operand = "! ";
            yield return instruction;
        }
    }

    private static MethodInfo Method(string name) => typeof(Mod).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
