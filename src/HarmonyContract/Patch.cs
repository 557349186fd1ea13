using System.Reflection;

namespace HarmonyLib;

public class Patch
{
    public readonly string owner = "";

    public MethodInfo PatchMethod => throw new NotSupportedException();
}
