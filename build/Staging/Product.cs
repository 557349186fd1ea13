namespace HotWeave.Staging;

/// <summary>Builds what a user would install (the package, the tool) and what he would write (the samples).</summary>
public sealed class Product(Repository repository)
{
    private static readonly string[] s_quiet = ["-v", "q", "--nologo", "-nodeReuse:false"];

    /// <summary>The tool, once it is built.</summary>
    public HotWeaveTool Tool { get; } = new(repository.Root, Path.Combine(repository.Root, "src", "Tool", "bin", "Release", "net8.0", "hotweave.dll"));

    /// <summary>Packs the package <c>HotWeave</c> into the feed.</summary>
    public Task PackAsync(CancellationToken cancellation)
        => Command.DotnetAsync(repository.Root, ["pack", "src/MSBuild", "-c", "Release", "-o", repository.Feed, .. s_quiet], cancellation);

    /// <summary>Builds the tool.</summary>
    public Task BuildToolAsync(CancellationToken cancellation)
        => Command.DotnetAsync(repository.Root, ["build", "src/Tool", "-c", "Release", .. s_quiet], cancellation);

    /// <summary>Builds a sample from the package in the feed.</summary>
    public Task BuildSampleAsync(string sample, int version, CancellationToken cancellation)
        => Command.DotnetAsync(
            repository.Root, ["build", $"samples/{sample}", "-c", "Release", $"-p:SampleVersion={version}", .. s_quiet], cancellation);
}
