using System.Collections.ObjectModel;

namespace HarmonyLib;

public class Patches
{
    public readonly ReadOnlyCollection<Patch> Transpilers = new([]);
}
