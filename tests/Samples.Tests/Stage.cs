using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

/// <summary>The package, the tool, and every sample in both versions: built once, for all tests.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly Repository _repository = Repository.Containing(AppContext.BaseDirectory);
    private readonly Product _product;

    public Stage() => _product = new Product(_repository);

    public HotWeaveTool Tool => _product.Tool;

    public async Task InitializeAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        await _product.PackAsync(deadline.Token);
        await _product.BuildToolAsync(deadline.Token);
        await _product.BuildSamplesAsync(deadline.Token);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Starts version 1 of a sample.</summary>
    public Task<SampleProcess> StartAsync(string sample, CancellationToken cancellation)
        => SampleProcess.StartAsync(_repository.SampleAssembly(sample, 1), cancellation);

    /// <summary>What is said to a sample, and what it answers.</summary>
    public SampleSession FindSession(string sample, string copy = "") =>
        SampleSession.Read(_repository.InSample(sample, "session.txt"), copy);

    /// <summary>Starts version 1 of the game, with players in it.</summary>
    public Task<GameWorld> StartGameAsync(int players, CancellationToken cancellation)
        => GameWorld.StartAsync(_repository.SampleAssembly("GameServer", 1), players, cancellation);

    /// <summary>Rolls a good and a bad release out over the sample Fleet.</summary>
    public async Task PlayFleetAsync(Action<string> say, CancellationToken cancellation)
    {
        string good = await _product.MakePatchAsync("Fleet", 2, cancellation);
        string bad = await _product.MakePatchAsync("Fleet", 3, cancellation);
        await FleetShop.PlayAsync(_repository.SampleAssembly("Fleet", 1), good, bad, _product.Tool, say, cancellation);
    }

    /// <summary>Makes the patch from version 1 of a sample to version 2, and returns its file.</summary>
    public Task<string> PatchAsync(string sample, CancellationToken cancellation)
        => _product.MakePatchAsync(sample, copy: null, cancellation);

    /// <summary>The same, from a woven copy of version 1.</summary>
    public Task<string> PatchAsync(string sample, string copy, CancellationToken cancellation)
        => _product.MakePatchAsync(sample, copy, cancellation);

    /// <summary>Builds the sample that carries Harmony, and makes the copy that Harmony weaves it with.</summary>
    /// <param name="library">Harmony's assembly; null for the double that stands for it.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <returns>The copy's folder.</returns>
    public async Task<string> BuildHarmonySampleAsync(string? library, CancellationToken cancellation)
    {
        string[] options = library == null
            ? [$"-p:HarmonyLibrary={await _product.BuildHarmonyDoubleAsync(cancellation)}", "-p:Optimize=false"]
            : [$"-p:HarmonyLibrary={library}"];
        return await _product.BuildHarmonySampleAsync(options, cancellation);
    }
}
