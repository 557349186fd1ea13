using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Resources;
using HotWeave.Resources;

namespace HotWeave.Runtime;

/// <summary>
/// What the methods that look up embedded resources give code of a patch: what the patch brings comes first. Each method takes the place of
/// the one with its name, with the object before its parameters and a type of the patch behind them. Patched code calls it; people have no
/// use for it.
/// </summary>
/// <remarks>Safe for any number of threads. Exceptions are those of the methods that these stand for.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VersionResources
{
    /// <summary><see cref="Assembly.GetManifestResourceStream(string)"/></summary>
    /// <param name="assembly">The assembly that is asked.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="patch">A type of the patch.</param>
    public static Stream? GetManifestResourceStream(Assembly assembly, string name, RuntimeTypeHandle patch)
    {
        var brought = BroughtResources.Find(patch);
        var owner = brought.FindOwner(assembly);
        if (name is null || !brought.Speaks(owner, owner.Culture, name, out var key))
            return assembly.GetManifestResourceStream(name!);
        return key is null ? null : brought.Open(key);
    }

    /// <summary><see cref="Assembly.GetManifestResourceStream(Type, string)"/></summary>
    /// <param name="assembly">The assembly that is asked.</param>
    /// <param name="type">Whose namespace comes before the name.</param>
    /// <param name="name">The rest of the resource's name.</param>
    /// <param name="patch">A type of the patch.</param>
    public static Stream? GetManifestResourceStream(Assembly assembly, Type type, string name, RuntimeTypeHandle patch)
    {
        if (name is null || type?.Namespace is not { Length: > 0 } before)
            return name is null ? assembly.GetManifestResourceStream(type!, name!) : GetManifestResourceStream(assembly, name, patch);
        return GetManifestResourceStream(assembly, $"{before}.{name}", patch);
    }

    /// <summary><see cref="Assembly.GetManifestResourceNames"/></summary>
    /// <param name="assembly">The assembly that is asked.</param>
    /// <param name="patch">A type of the patch.</param>
    public static string[] GetManifestResourceNames(Assembly assembly, RuntimeTypeHandle patch)
    {
        var brought = BroughtResources.Find(patch);
        return brought.ListNames(brought.FindOwner(assembly), assembly.GetManifestResourceNames());
    }

    /// <summary><see cref="Assembly.GetManifestResourceInfo(string)"/></summary>
    /// <param name="assembly">The assembly that is asked.</param>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="patch">A type of the patch.</param>
    public static ManifestResourceInfo? GetManifestResourceInfo(Assembly assembly, string resourceName, RuntimeTypeHandle patch)
    {
        var brought = BroughtResources.Find(patch);
        var owner = brought.FindOwner(assembly);
        if (string.IsNullOrEmpty(resourceName) || !brought.Speaks(owner, owner.Culture, resourceName, out var key))
            return assembly.GetManifestResourceInfo(resourceName);
        return key is null ? null : new ManifestResourceInfo(null, null, ResourceLocation.Embedded | ResourceLocation.ContainedInManifestFile);
    }

    /// <summary><see cref="ResourceManager.GetString(string)"/></summary>
    /// <inheritdoc cref="GetString(ResourceManager, string, CultureInfo?, RuntimeTypeHandle)"/>
    public static string? GetString(ResourceManager manager, string name, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetString(name);

    /// <summary><see cref="ResourceManager.GetString(string, CultureInfo?)"/></summary>
    /// <param name="manager">The manager that is asked.</param>
    /// <param name="name">The text's name.</param>
    /// <param name="culture">The culture; null for that of the thread's user interface.</param>
    /// <param name="patch">A type of the patch.</param>
    public static string? GetString(ResourceManager manager, string name, CultureInfo? culture, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetString(name, culture);

    /// <summary><see cref="ResourceManager.GetObject(string)"/></summary>
    /// <inheritdoc cref="GetString(ResourceManager, string, CultureInfo?, RuntimeTypeHandle)"/>
    public static object? GetObject(ResourceManager manager, string name, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetObject(name);

    /// <summary><see cref="ResourceManager.GetObject(string, CultureInfo?)"/></summary>
    /// <inheritdoc cref="GetString(ResourceManager, string, CultureInfo?, RuntimeTypeHandle)"/>
    public static object? GetObject(ResourceManager manager, string name, CultureInfo? culture, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetObject(name, culture);

    /// <summary><see cref="ResourceManager.GetStream(string)"/></summary>
    /// <inheritdoc cref="GetString(ResourceManager, string, CultureInfo?, RuntimeTypeHandle)"/>
    public static UnmanagedMemoryStream? GetStream(ResourceManager manager, string name, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetStream(name);

    /// <summary><see cref="ResourceManager.GetStream(string, CultureInfo?)"/></summary>
    /// <inheritdoc cref="GetString(ResourceManager, string, CultureInfo?, RuntimeTypeHandle)"/>
    public static UnmanagedMemoryStream? GetStream(ResourceManager manager, string name, CultureInfo? culture, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetStream(name, culture);

    /// <summary><see cref="ResourceManager.GetResourceSet(CultureInfo, bool, bool)"/></summary>
    /// <param name="manager">The manager that is asked.</param>
    /// <param name="culture">The culture.</param>
    /// <param name="createIfNotExists">Whether to load the set.</param>
    /// <param name="tryParents">Whether a set of a culture above will do.</param>
    /// <param name="patch">A type of the patch.</param>
    public static ResourceSet? GetResourceSet(ResourceManager manager, CultureInfo culture, bool createIfNotExists, bool tryParents, RuntimeTypeHandle patch) =>
        BroughtResources.Find(patch).FindFor(manager).GetResourceSet(culture, createIfNotExists, tryParents);
}
