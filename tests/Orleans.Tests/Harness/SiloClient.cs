using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;
using Answer = HotWeave.Conformance.Answer;
using Part = HotWeave.Conformance.Part;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>This process as the client of the silo's grains.</summary>
internal sealed class SiloClient : IServiceClient, IAsyncDisposable
{
    private const int Desks = 8;
    private const int Shelves = 3;

    private readonly IHost _host;

    private SiloClient(IHost host, int siloPort, int gateway) => (_host, SiloPort, Gateway) = (host, siloPort, gateway);

    /// <summary>The port of the silo whose gateway it is.</summary>
    internal int SiloPort { get; }

    /// <summary>The port of the gateway.</summary>
    internal int Gateway { get; }

    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    internal static async Task<SiloClient> ConnectAsync(int siloPort, int gateway)
    {
        var host = new HostBuilder().UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(gateway);
            client.AddMemoryStreams("memory");
            client.Configure<ClusterOptions>(static o => (o.ClusterId, o.ServiceId) = ("tests", "tests"));
            client.Configure<ClientMessagingOptions>(static o => o.ResponseTimeout = ServiceProcess.Limit);
        }).Build();
        await host.StartAsync().WaitAsync(ServiceProcess.Limit);
        return new SiloClient(host, siloPort, gateway);
    }

    internal IAsyncStream<int> FindStream(string name, long key) =>
        _host.Services.GetRequiredKeyedService<IStreamProvider>("memory").GetStream<int>(StreamId.Create(name, key));

    public async Task<Answer> AskAsync(int number) => Convert(await Grains.GetGrain<IDesk>(number % Desks).AskAsync(number % Shelves));

    // A desk and a shelf of its own for each number: of these some are in every silo.
    internal async Task<Answer> AskAnotherAsync(int number) => Convert(await Grains.GetGrain<IDesk>(number).AskAsync(number));

    public async Task<int> CountNotesAsync() =>
        (await Task.WhenAll(Enumerable.Range(0, Shelves).Select(s => Grains.GetGrain<IShelf>(-1 - s).CountNotesAsync()))).Sum();

    public async Task<Answer> AskBehindAsync() => Convert(await Grains.GetGrain<IDesk>(1).AskBehindAsync(7));

    public async Task<Part> LookAsync() => Convert(await Grains.GetGrain<IShelf>(7).LookAsync());

    public async Task<Part> LookAsideAsync(int number) => Convert(await Grains.GetGrain<IShelf>(-100 - number).LookAsync());

    public Task<bool> RunUntilCancelledAsync() => Grains.GetGrain<IDesk>(1).RunUntilCancelledAsync();

    public async Task<Part> RunUntilReleasedAsync() => Convert(await Grains.GetGrain<IDesk>(2).RunUntilReleasedAsync());

    public async Task SendAsync(int number)
    {
        if (number == 1)
            await Grains.GetGrain<IFeed>(0).StartAsync();
        await FindStream("feed", 0).OnNextAsync(number);
    }

    public async Task<(int Count, int OutOfOrder, string[] Units)> FindReceivedAsync()
    {
        var received = await Grains.GetGrain<IFeed>(0).FindReceivedAsync();
        return (received.Count, received.OutOfOrder, received.Units);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static Answer Convert(Silo.Answer answer) => new(answer.Number, [.. answer.Parts.Select(Convert)]);

    private static Part Convert(Silo.Part part) => new(part.Grain, part.Version, part.Unit, part.Tag);
}
