using HotWeave.Staging;

namespace HotWeave.Package.Tests.Installing;

/// <summary>
/// The packages, packed once from this repository, in a feed and a package folder of its own: nothing that the machine has cached can stand in for it.
/// Other packages stay in that folder between runs.
/// </summary>
internal sealed class PackageFeed
{
    private static readonly Lazy<Task<PackageFeed>> s_packed = new(PackAsync);

    private PackageFeed(string feed, string packages)
    {
        Folder = feed;
        Packages = packages;
    }

    public string Folder { get; }

    public string Packages { get; }

    public static Task<PackageFeed> PackedAsync() => s_packed.Value;

    /// <summary>Says where packages come from, beside the sources that the machine is configured with.</summary>
    public void WriteConfiguration(string folder) => File.WriteAllText(
        Path.Combine(folder, "nuget.config"),
        $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{Packages}" />
          </config>
          <packageSources>
            <add key="packed from this repository" value="{Folder}" />
          </packageSources>
        </configuration>
        """);

    private static async Task<PackageFeed> PackAsync()
    {
        var repository = Repository.Containing(AppContext.BaseDirectory);
        var feed = new PackageFeed(repository.InArtifacts("package-tests", "feed"), repository.InArtifacts("package-tests", "packages"));
        DeleteFolder(feed.Folder);
        (string Source, string Id)[] all =
        [
            ("src/MSBuild", "hotweave"), ("src/Hosting", "hotweave.aspnetcore"), ("src/Testing", "hotweave.testing"),
            ("src/Fody", "hotweave.fody"), ("src/Tool", "hotweave.tool"), ("src/Grpc", "hotweave.grpc"),
            ("src/Hangfire", "hotweave.hangfire"), ("src/Quartz", "hotweave.quartz"), ("src/NewtonsoftJson", "hotweave.newtonsoftjson"),
            ("src/Fleet", "hotweave.fleet"), ("src/Templates", "hotweave.templates"),
        ];
        foreach (var (source, id) in all)
        {
            DeleteFolder(Path.Combine(feed.Packages, id));
            await Command.DotnetAsync(
                repository.Root, ["pack", source, "-c", "Release", "-o", feed.Folder, "-v", "q", "--nologo", "-nodeReuse:false"], CancellationToken.None);
        }

        return feed;
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
