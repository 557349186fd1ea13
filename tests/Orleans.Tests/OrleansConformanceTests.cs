using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Orleans.Tests;

/// <summary>Grains that call each other, call back, and are told one-way.</summary>
[Collection(nameof(OneSilo))]
public sealed class OrleansConformanceTests(OneSilo one, ITestOutputHelper output) : ConformanceTests(output), IAsyncLifetime
{
    private readonly List<SiloClient> _clients = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    private protected override async Task<(ServiceProcess Service, IServiceClient Client)> BeginAsync() => await one.BeginAsync();

    private protected override async Task<(ServiceProcess Service, IServiceClient Client)> StartAsync(string confirmed)
    {
        var (silo, client) = await OneSilo.StartAsync(confirmed);
        _clients.Add(client);
        return (silo, client);
    }
}
