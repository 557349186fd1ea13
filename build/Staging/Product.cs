namespace HotWeave.Staging;

/// <summary>Builds what a user would install (the package, the tool) and what he would write (the samples).</summary>
public sealed class Product(Repository repository)
{
    private static readonly string[] s_quiet = ["-v", "q", "--nologo", "-nodeReuse:false"];

    /// <summary>Output of its own, so that no other build of the sources is disturbed; analyzers have their say in those.</summary>
    private readonly string[] _apart =
        ["-c", "Release", "-p:UseArtifactsOutput=true", $"-p:ArtifactsPath={repository.InArtifacts("product")}", "-p:RunAnalyzers=false", .. s_quiet];

    /// <summary>The tool, once it is built.</summary>
    public HotWeaveTool Tool { get; } = new(repository.Root, repository.InArtifacts("product", "bin", "HotWeave.Tool", "release", "HotWeave.Tool.dll"));

    /// <summary>Packs the packages that samples use into the feed.</summary>
    public async Task PackAsync(CancellationToken cancellation)
    {
        foreach (string package in new[] { "src/MSBuild", "src/Hosting", "src/Orleans", "src/Akka" })
            await Command.DotnetAsync(repository.Root, ["pack", package, "-o", repository.Feed, .. _apart], cancellation).ConfigureAwait(false);
    }

    /// <summary>Builds the tool.</summary>
    public Task BuildToolAsync(CancellationToken cancellation)
        => Command.DotnetAsync(repository.Root, ["build", "src/Tool", .. _apart], cancellation);

    /// <summary>Builds every sample from the package in the feed, or only the named one, in both versions.</summary>
    public Task BuildSamplesAsync(CancellationToken cancellation, string? only = null)
    {
        string[] which = only == null ? [] : [$"-p:Samples={only}"];
        return Command.DotnetAsync(repository.Root, ["build", "samples/Samples.proj", .. which, .. s_quiet], cancellation);
    }
}
