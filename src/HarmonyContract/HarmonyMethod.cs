using System.Reflection;

namespace HarmonyLib;

public class HarmonyMethod
{
    public int priority;

    public HarmonyMethod(MethodInfo method) => throw new NotSupportedException();
}
