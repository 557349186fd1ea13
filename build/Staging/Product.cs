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
        foreach (string package in new[] { "src/MSBuild", "src/Hosting", "src/Orleans", "src/Akka", "src/Fody", "src/Harmony" })
            await Command.DotnetAsync(repository.Root, ["pack", package, "-o", repository.Feed, .. _apart], cancellation).ConfigureAwait(false);
    }

    /// <summary>Builds the tool.</summary>
    public Task BuildToolAsync(CancellationToken cancellation)
        => Command.DotnetAsync(repository.Root, ["build", "src/Tool", .. _apart], cancellation);

    /// <summary>Builds the double that stands for Harmony in tests, for Linux on x64 and code that is not optimised; its file.</summary>
    public async Task<string> BuildHarmonyDoubleAsync(CancellationToken cancellation)
    {
        string output = repository.InArtifacts("product", "harmony-double");
        string[] build = ["build", "tests/Harmony.Tests/Double", "-c", "Release", "-o", output, .. s_quiet];
        await Command.DotnetAsync(repository.Root, build, cancellation).ConfigureAwait(false);
        return Path.Combine(output, "0Harmony.dll");
    }

    /// <summary>Builds the sample that carries Harmony, in both versions, and makes the copy that Harmony weaves version 1 with.</summary>
    /// <param name="options">Which Harmony it carries; none for the package.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <returns>The copy's folder.</returns>
    public async Task<string> BuildHarmonySampleAsync(IReadOnlyList<string> options, CancellationToken cancellation)
    {
        foreach (int version in new[] { 1, 2 })
        {
            string[] build = ["build", "samples/Harmony", "-c", "Release", $"-p:SampleVersion={version}", .. options, .. s_quiet];
            await Command.DotnetAsync(repository.Root, build, cancellation).ConfigureAwait(false);
        }

        string copy = repository.InArtifacts("samples", "Harmony-copy");
        if (Directory.Exists(copy))
            Directory.Delete(copy, recursive: true);
        string folder = Path.GetDirectoryName(repository.SampleAssembly("Harmony", 1))!;
        await Tool.RunAsync(["weave", folder, "--harmony", "-o", copy, "--include", "Duel.Fight"], cancellation).ConfigureAwait(false);
        return copy;
    }

    /// <summary>Builds every sample from the package in the feed, or only the named one, in both versions.</summary>
    public Task BuildSamplesAsync(CancellationToken cancellation, string? only = null)
    {
        string[] which = only == null ? [] : [$"-p:Samples={only}"];
        return Command.DotnetAsync(repository.Root, ["build", "samples/Samples.proj", .. which, .. s_quiet], cancellation);
    }
}
