using Xunit;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>The one silo of the tests, which run one after the other, each from version 1 on.</summary>
public sealed class OneSilo : IAsyncLifetime
{
    private RunningSilo? _silo;

    /// <summary>What the silo answered to a swap that named no mode, before any call.</summary>
    internal string FirstSwap { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _silo = await RunningSilo.StartAsync();
        FirstSwap = await _silo.ApplyAsync();
    }

    public Task DisposeAsync() => _silo?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    internal async Task<RunningSilo> BeginAsync()
    {
        await _silo!.BeginAnewAsync();
        return _silo;
    }
}

/// <summary>The tests of the one silo.</summary>
[CollectionDefinition(nameof(OneSilo))]
public sealed class OneSiloTests : ICollectionFixture<OneSilo>;
