using System.Reflection;

namespace HotWeave.Harmony.Stubs;

/// <summary>What people call methods.</summary>
internal static class MethodNames
{
    /// <summary>The method with its type.</summary>
    public static string Describe(MethodBase method) => method.DeclaringType is { } type ? $"{type.FullName}.{method.Name}" : method.Name;
}
