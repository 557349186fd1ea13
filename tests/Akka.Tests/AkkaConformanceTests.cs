using HotWeave.Akka.Tests.Harness;
using HotWeave.Conformance;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Akka.Tests;

/// <summary>Actors that ask, forward, pipe and tell.</summary>
[Collection(nameof(OneService))]
public sealed class AkkaConformanceTests(OneService one, ITestOutputHelper output) : ConformanceTests(output), IAsyncLifetime
{
    private readonly List<ActorClient> _clients = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    private protected override async Task<(ServiceProcess Service, IServiceClient Client)> BeginAsync() => await one.BeginAsync();

    private protected override async Task<(ServiceProcess Service, IServiceClient Client)> StartAsync(string confirmed)
    {
        var (service, client) = await OneService.StartAsync(confirmed);
        _clients.Add(client);
        return (service, client);
    }
}
