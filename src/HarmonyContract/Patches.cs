using System.Collections.ObjectModel;

namespace HarmonyLib;

public class Patches
{
    public readonly ReadOnlyCollection<Patch> Prefixes = new([]);
    public readonly ReadOnlyCollection<Patch> Postfixes = new([]);
    public readonly ReadOnlyCollection<Patch> Transpilers = new([]);
    public readonly ReadOnlyCollection<Patch> Finalizers = new([]);
}
