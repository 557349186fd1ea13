using HotWeave.Conformance;
using Xunit;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>The one silo of the tests, which run one after the other, each from version 1 on.</summary>
public sealed class OneSilo : IAsyncLifetime
{
    private ServiceProcess? _silo;
    private SiloClient? _client;

    public async Task InitializeAsync() => (_silo, _client) = await StartAsync(WovenService.Made.MakeConfirmedFolder());

    public async Task DisposeAsync()
    {
        await (_client?.DisposeAsync() ?? default);
        await (_silo?.DisposeAsync() ?? default);
    }

    internal static async Task<(ServiceProcess Silo, SiloClient Client)> StartAsync(string confirmed)
    {
        var (port, gateway) = (ServiceProcess.FindPort(), ServiceProcess.FindPort());
        var silo = await ServiceProcess.StartAsync(WovenService.Made, confirmed, $"{port}", $"{gateway}");
        return (silo, await SiloClient.ConnectAsync(gateway));
    }

    internal async Task<(ServiceProcess Silo, SiloClient Client)> BeginAsync()
    {
        await _silo!.BeginAnewAsync();
        return (_silo, _client!);
    }
}

/// <summary>The tests of the one silo.</summary>
[CollectionDefinition(nameof(OneSilo))]
public sealed class OneSiloTests : ICollectionFixture<OneSilo>;
