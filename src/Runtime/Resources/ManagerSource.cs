using System.Reflection;
using System.Resources;

namespace HotWeave.Resources;

/// <summary>Where a resource manager looks.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="BaseName">What its resources are called there, without culture and <c>.resources</c>.</param>
/// <param name="Location">The type that it was made for; null where it was made by a name.</param>
/// <param name="Given">The name it was made by.</param>
internal sealed record ManagerSource(Assembly Assembly, string BaseName, Type? Location, string Given)
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // The first is for derived classes; the second is .NET's own, and a manager that was made for a type has its namespace only there.
    private static readonly FieldInfo? s_assembly = typeof(ResourceManager).GetField("MainAssembly", Fields);
    private static readonly FieldInfo? s_location = typeof(ResourceManager).GetField("_locationInfo", Fields);

    /// <summary>Reads it; null where it looks in no assembly.</summary>
    internal static ManagerSource? Read(ResourceManager manager)
    {
        if (s_assembly?.GetValue(manager) is not Assembly assembly)
            return null;
        var location = s_location?.GetValue(manager) as Type;
        var @namespace = location?.Namespace;
        var name = string.IsNullOrEmpty(@namespace) ? manager.BaseName : $"{@namespace}.{manager.BaseName}";
        return new ManagerSource(assembly, name, location, manager.BaseName);
    }
}
