using System.Reflection;

namespace HarmonyLib;

public class PatchProcessor
{
    public PatchProcessor(Harmony instance, MethodBase original) => throw new NotSupportedException();

    public static Patches? GetPatchInfo(MethodBase method) => throw new NotSupportedException();

    public PatchProcessor AddTranspiler(HarmonyMethod transpiler) => throw new NotSupportedException();

    public MethodInfo Patch() => throw new NotSupportedException();

    public PatchProcessor Unpatch(MethodInfo patch) => throw new NotSupportedException();
}
