using System.Reflection;

namespace HarmonyLib;

public class PatchProcessor(Harmony instance, MethodBase original)
{
    private readonly List<(PatchKind Kind, HarmonyMethod Method)> _added = [];

    public static Patches? GetPatchInfo(MethodBase method) => PatchStore.Find(method);

    public PatchProcessor AddPrefix(HarmonyMethod prefix) => Add(PatchKind.Prefix, prefix);

    public PatchProcessor AddPostfix(HarmonyMethod postfix) => Add(PatchKind.Postfix, postfix);

    public PatchProcessor AddTranspiler(HarmonyMethod transpiler) => Add(PatchKind.Transpiler, transpiler);

    public MethodInfo Patch() => PatchStore.Add(original, instance.Id, _added);

    public PatchProcessor Unpatch(MethodInfo patch)
    {
        PatchStore.Remove(original, p => p.PatchMethod == patch);
        return this;
    }

    private PatchProcessor Add(PatchKind kind, HarmonyMethod method)
    {
        _added.Add((kind, method));
        return this;
    }
}
