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
    public SampleSession FindSession(string sample) => SampleSession.Read(_repository.InSample(sample, "session.txt"));

    /// <summary>Starts version 1 of the game, with players in it.</summary>
    public Task<GameWorld> StartGameAsync(int players, CancellationToken cancellation)
        => GameWorld.StartAsync(_repository.SampleAssembly("GameServer", 1), players, cancellation);

    /// <summary>Makes the patch from version 1 of a sample to version 2, and returns its file.</summary>
    public async Task<string> PatchAsync(string sample, CancellationToken cancellation)
    {
        string patch = _repository.InArtifacts("samples", sample + ".hotpatch");
        File.Delete(patch);
        await Tool.PatchAsync(_repository.SampleAssembly(sample, 1), _repository.SampleAssembly(sample, 2), patch, cancellation);
        return patch;
    }
}
