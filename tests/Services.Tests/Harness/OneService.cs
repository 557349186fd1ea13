using HotWeave.Conformance;
using Xunit;

namespace HotWeave.Services.Tests.Harness;

/// <summary>The one service of a framework's tests, which run one after the other, each from version 1 on.</summary>
public abstract class OneService<TClient> : IAsyncLifetime
    where TClient : class, IAsyncDisposable
{
    private ServiceProcess? _service;
    private TClient? _client;

    public async Task InitializeAsync() => (_service, _client) = await StartAsync(WovenService.Made.MakeConfirmedFolder());

    public async Task DisposeAsync() => await (_service?.DisposeAsync() ?? default);

    internal async Task<(ServiceProcess Service, TClient Client)> BeginAsync()
    {
        await _service!.BeginAnewAsync();
        return (_service, _client!);
    }

    internal async Task<(ServiceProcess Service, TClient Client)> StartAsync(string confirmed)
    {
        var port = ServiceProcess.FindPort();
        var service = await ServiceProcess.StartAsync(WovenService.Made, confirmed, Framework, $"{port}");
        var client = await ConnectAsync(port);
        service.Ending = client.DisposeAsync;
        return (service, client);
    }

    private protected abstract string Framework { get; }

    private protected abstract Task<TClient> ConnectAsync(int port);
}

/// <summary>The service as it is asked by gRPC.</summary>
public sealed class OneCallService : OneService<CallClient>
{
    private protected override string Framework => "grpc";

    private protected override Task<CallClient> ConnectAsync(int port) => Task.FromResult(new CallClient(port));
}

/// <summary>The service as it is asked by SignalR.</summary>
public sealed class OneHubService : OneService<HubClient>
{
    private protected override string Framework => "hub";

    private protected override Task<HubClient> ConnectAsync(int port) => HubClient.ConnectAsync(port);
}
