namespace HotWeave.Weaver.Tests.Harness;

/// <summary>What web applications are compiled against.</summary>
public static class WebReferences
{
    /// <summary>The assemblies of the ASP.NET Core that belongs to the running .NET.</summary>
    public static string[] Files { get; } = Find();

    private static string[] Find()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var folder = Path.Combine(core, "..", "..", "Microsoft.AspNetCore.App");
        var newest = Directory.GetDirectories(folder, Environment.Version.Major + ".*").OrderBy(d => Version.Parse(Path.GetFileName(d).Split('-')[0])).Last();
        return [.. Directory.GetFiles(newest, "*.dll").Order(StringComparer.Ordinal)];
    }
}
