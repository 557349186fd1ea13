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

    /// <summary>Packs the packages that samples use into the feed, or only those of the named projects.</summary>
    public async Task PackAsync(CancellationToken cancellation, params string[] only)
    {
        string[] packages = only is []
            ? ["src/MSBuild", "src/Hosting", "src/Orleans", "src/Akka", "src/Fody", "src/Harmony", "src/Fleet"]
            : only;
        foreach (string package in packages)
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

    /// <summary>Makes the patch from version 1 of a sample to version 2.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="copy">The folder of the woven copy of version 1; none where the build wove it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The patch's file.</returns>
    public Task<string> MakePatchAsync(string sample, string? copy, CancellationToken cancellation)
    {
        string built = repository.SampleAssembly(sample, 1);
        string baseline = copy == null ? built : Path.Combine(copy, Path.GetFileName(built));
        return MakePatchAsync(baseline, repository.SampleAssembly(sample, 2), sample, cancellation);
    }

    /// <summary>Makes the patch from version 1 of a sample to a later one.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="version">The later version.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The patch's file.</returns>
    public Task<string> MakePatchAsync(string sample, int version, CancellationToken cancellation)
        => MakePatchAsync(
            repository.SampleAssembly(sample, 1), repository.SampleAssembly(sample, version), $"{sample}-{version}", cancellation);

    /// <summary>Builds every sample from the package in the feed, or only the named one, in all its versions.</summary>
    public Task BuildSamplesAsync(CancellationToken cancellation, string? only = null)
    {
        string[] which = only == null ? [] : [$"-p:Samples={only}"];
        return Command.DotnetAsync(repository.Root, ["build", "samples/Samples.proj", .. which, .. s_quiet], cancellation);
    }

    private async Task<string> MakePatchAsync(string baseline, string newBuild, string name, CancellationToken cancellation)
    {
        string patch = repository.InArtifacts("samples", name + ".hotpatch");
        File.Delete(patch);
        await Tool.PatchAsync(baseline, newBuild, patch, cancellation).ConfigureAwait(false);
        return patch;
    }
}
