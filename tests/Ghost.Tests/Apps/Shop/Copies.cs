using System.Reflection;
using System.Runtime.Loader;
using Parts;

namespace Shop;

/// <summary>Loads the parts once more, as hosts of plug-ins do.</summary>
public sealed class Copies
{
    private Assembly? _copy;

    public string Load(bool isCollectible)
    {
        _copy = new AssemblyLoadContext("again", isCollectible).LoadFromAssemblyPath(typeof(Clerk).Assembly.Location);
        return _copy.GetName().Name!;
    }

    public string Scale() => Scale(_copy!);

    public static string Scale(Assembly parts)
    {
        var clerk = parts.GetType("Parts.Clerk")!;
        return clerk.GetMethod("Scale")!.Invoke(Activator.CreateInstance(clerk), [10L])!.ToString()!;
    }
}
