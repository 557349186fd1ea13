using HotWeave.Conformance;
using Xunit;

namespace HotWeave.Akka.Tests.Harness;

/// <summary>The one service of the tests, which run one after the other, each from version 1 on.</summary>
public sealed class OneService : IAsyncLifetime
{
    private ServiceProcess? _service;
    private ActorClient? _client;

    public async Task InitializeAsync() => (_service, _client) = await StartAsync(WovenService.Made.MakeConfirmedFolder());

    public async Task DisposeAsync()
    {
        await (_client?.DisposeAsync() ?? default);
        await (_service?.DisposeAsync() ?? default);
    }

    internal static async Task<(ServiceProcess Service, ActorClient Client)> StartAsync(string confirmed)
    {
        var port = ServiceProcess.FindPort();
        var service = await ServiceProcess.StartAsync(WovenService.Made, confirmed, $"{port}");
        return (service, new ActorClient(port));
    }

    internal async Task<(ServiceProcess Service, ActorClient Client)> BeginAsync()
    {
        await _service!.BeginAnewAsync();
        return (_service, _client!);
    }
}

/// <summary>The tests of the one service.</summary>
[CollectionDefinition(nameof(OneService))]
public sealed class OneServiceTests : ICollectionFixture<OneService>;
