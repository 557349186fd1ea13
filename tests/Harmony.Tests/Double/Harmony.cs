using System.Reflection;

namespace HarmonyLib;

public class Harmony
{
    public Harmony(string id)
    {
        CodeAddresses.Listen();
        Id = id;
    }

    public string Id { get; }

    /// <summary>Takes out all patches of an owner; of all of them without one.</summary>
    public void UnpatchAll(string? harmonyID = null)
    {
        foreach (var method in PatchStore.AllPatched())
            PatchStore.Remove(method, p => harmonyID is null || p.owner == harmonyID);
    }
}

public class HarmonyMethod(MethodInfo method)
{
    public MethodInfo method = method;
    public int priority = -1;
}
