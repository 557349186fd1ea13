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

    /// <summary>Starts a service of its own.</summary>
    internal Task<(ServiceProcess Service, TClient Client)> StartAsync(string confirmed, params string[] settings) =>
        ConnectAsync(settings, arguments => ServiceProcess.StartAsync(WovenService.Made, confirmed, arguments));

    /// <summary>Starts version 2 as it is deployed.</summary>
    internal Task<(ServiceProcess Service, TClient Client)> StartNextAsync(params string[] settings) =>
        ConnectAsync(settings, static arguments => ServiceProcess.StartNextAsync(WovenService.Made, arguments));

    private async Task<(ServiceProcess Service, TClient Client)> ConnectAsync(string[] settings, Func<string[], Task<ServiceProcess>> startAsync)
    {
        var port = ServiceProcess.FindPort();
        var service = await startAsync([Framework, $"{port}", .. settings]);
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

/// <summary>The service as it runs jobs of Hangfire.</summary>
public sealed class OneHangfireService : OneService<JobClient>
{
    private protected override string Framework => "hangfire";

    private protected override Task<JobClient> ConnectAsync(int port) => Task.FromResult(new JobClient(port));
}

/// <summary>The service as it runs jobs of Quartz.</summary>
public sealed class OneQuartzService : OneService<JobClient>
{
    private protected override string Framework => "quartz";

    private protected override Task<JobClient> ConnectAsync(int port) => Task.FromResult(new JobClient(port));
}
