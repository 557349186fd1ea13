using System.Collections.ObjectModel;
using System.Reflection;

namespace HarmonyLib;

public class Patch(string owner, int priority, int index, MethodInfo method)
{
    public readonly string owner = owner;
    public readonly int priority = priority;
    public readonly int index = index;

    public MethodInfo PatchMethod => method;
}

public class Patches(IEnumerable<Patch> prefixes, IEnumerable<Patch> postfixes, IEnumerable<Patch> transpilers)
{
    public readonly ReadOnlyCollection<Patch> Prefixes = new([.. prefixes]);
    public readonly ReadOnlyCollection<Patch> Postfixes = new([.. postfixes]);
    public readonly ReadOnlyCollection<Patch> Transpilers = new([.. transpilers]);
    public readonly ReadOnlyCollection<Patch> Finalizers = new([]);
}
