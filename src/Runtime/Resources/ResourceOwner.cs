using System.Reflection;

namespace HotWeave.Resources;

/// <summary>The assembly that is asked for resources.</summary>
/// <param name="Name">Its simple name; that of the assembly that it is for, where it is a satellite.</param>
/// <param name="Culture">Of a satellite the culture's name; else empty.</param>
/// <param name="IsPatch">Whether it is the patch's own, where types live that only the patch has: they are of any assembly.</param>
internal sealed record ResourceOwner(string Name, string Culture, bool IsPatch)
{
    private const string Satellite = ".resources";

    internal static ResourceOwner Read(Assembly assembly, bool isPatch)
    {
        var name = assembly.GetName();
        return name is { CultureName: { Length: > 0 } culture, Name: { } own } && own.EndsWith(Satellite, StringComparison.Ordinal)
            ? new ResourceOwner(own[..^Satellite.Length], culture, isPatch)
            : new ResourceOwner(name.Name ?? "", "", isPatch);
    }

    /// <summary>The name of a resource of a patch, <c>assembly/culture/name</c>; null where it is none of the assembly's.</summary>
    internal string? FindName(string key)
    {
        var (assembly, culture, name) = Split(key);
        return (IsPatch || assembly == Name) && string.Equals(culture, Culture, StringComparison.OrdinalIgnoreCase) ? name : null;
    }

    /// <summary>Whether a resource of a patch has its texts by a name, in any culture.</summary>
    internal bool OwnsTexts(string key, string baseName)
    {
        var (assembly, culture, name) = Split(key);
        return (IsPatch || assembly == Name) && string.Equals(name, MakeFileName(baseName, culture), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What the texts of a culture are called.</summary>
    internal static string MakeFileName(string baseName, string culture) => culture.Length == 0 ? $"{baseName}.resources" : $"{baseName}.{culture}.resources";

    // The name may have any character.
    private static (string Assembly, string Culture, string Name) Split(string key)
    {
        var first = key.IndexOf('/');
        var second = key.IndexOf('/', first + 1);
        return (key[..first], key[(first + 1)..second], key[(second + 1)..]);
    }
}
