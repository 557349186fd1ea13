using System.Globalization;
using System.Reflection;

namespace HotWeave.Survey.Packages;

/// <summary>The folder to which the package client has downloaded.</summary>
internal static class PackageFolder
{
    private static readonly string s_root = typeof(PackageFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "PackageRoot").Value!;

    /// <summary>The folder.</summary>
    public static string Root => s_root;

    /// <summary>Whether a release is there.</summary>
    public static bool Has(string id, string release) => Directory.Exists(Path.Combine(Release(id, release), "lib"));

    /// <summary>The target frameworks that a release has an assembly for and .NET 10 takes, best first.</summary>
    public static IReadOnlyList<string> Frameworks(string id, string release) =>
    [
        .. Directory.GetDirectories(Path.Combine(Release(id, release), "lib"))
            .Select(static d => Path.GetFileName(d)!)
            .Where(f => Rank(f) >= 0 && File.Exists(Assembly(id, release, f)))
            .OrderByDescending(Rank),
    ];

    /// <summary>The assembly that is called as its package, or the only one.</summary>
    public static string Assembly(string id, string release, string framework)
    {
        var folder = Path.Combine(Release(id, release), "lib", framework);
        var named = Path.Combine(folder, id + ".dll");
        return File.Exists(named) ? named : Directory.GetFiles(folder, "*.dll").SingleOrDefault() ?? named;
    }

    private static string Release(string id, string release) => Path.Combine(s_root, id.ToLowerInvariant(), release);

    // -1: not for .NET 10.
    private static double Rank(string framework)
    {
        (string Prefix, double Rank)[] families = [("netstandard", 0), ("netcoreapp", 100), ("net", 200)];
        foreach (var (prefix, rank) in families)
        {
            if (framework.StartsWith(prefix, StringComparison.Ordinal) && framework.Contains('.', StringComparison.Ordinal)
                && double.TryParse(framework[prefix.Length..], CultureInfo.InvariantCulture, out var version))
                return version <= 10 ? rank + version : -1;
        }

        return -1;
    }
}
