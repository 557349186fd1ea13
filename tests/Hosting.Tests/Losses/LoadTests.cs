using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Sockets;
using HotWeave.Hosting.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Hosting.Tests.Losses;

/// <summary>The sample MinimalApi under requests without a pause, as from <c>wrk</c>, while swap follows swap: each is answered once, by one version.</summary>
public sealed class LoadTests(ITestOutputHelper output) : SwapTest
{
    private const int Connections = 32;
    private const int Swaps = 200;

    private readonly ConcurrentDictionary<(string AnsweredBy, string Item, decimal Price), int> _answers = [];
    private readonly Receipts _receipts = new();
    private int _sent;
    private int _connected;

    private sealed record Quote(string AnsweredBy, int Number, string Item, decimal Price);

    [Fact]
    public async Task Every_request_is_answered_once_by_one_version_while_two_hundred_swaps_happen()
    {
        await using var sample = await RunningSample.StartAsync(SampleSource.MinimalApi);
        var address = new Uri(sample.Ready["url"]);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Connections).Select(i => Task.Run(() => AskAsync(new Uri(address, i % 4 == 0 ? "/slow/teapot" : "/price/teapot"), stop.Token))).ToArray();
        var swaps = 0;
        try
        {
            for (var end = DateTime.UtcNow + LossSize.Soak; swaps < Swaps || DateTime.UtcNow < end; swaps++)
            {
                var mode = swaps / 2 % 2 == 0 ? SwapMode.UnitOfWork : SwapMode.Quiescent;
                await sample.TurnAsync(swaps % 2 == 0 ? 2 : 1, new SwapOptions { Mode = mode, Reclaimable = LossSize.IsFull || LossSize.Soak > TimeSpan.Zero, Timeout = Limit.Time });
                var answered = _receipts.Count;
                await Limit.UntilAsync(() => _receipts.Count > answered + Connections || Array.Exists(clients, static c => c.IsCompleted));
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(clients).WaitAsync(Limit.Time);
        output.WriteLine($"{_sent} requests on {_connected} connections, {swaps} swaps");
        // The one service object counts its quotes across all versions.
        Assert.Equal((_sent, 0, 0), (_receipts.Count, _receipts.Twice, _receipts.Missing(_sent)));
        Assert.Equal([("v1", "teapot", 18m), ("v2", "teapot", 22.6m)], _answers.Keys.Order());
        Assert.All(_answers, static version => Assert.True(version.Value > Connections, $"{version.Key} hardly answered"));
        // A connection that had been closed would have been made again.
        Assert.Equal(Connections, _connected);
        await NoUnitsAsync();
    }

    // Each client has its one connection.
    private async Task AskAsync(Uri address, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, ConnectCallback = ConnectAsync });
        while (!stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _sent);
            var quote = (await client.GetFromJsonAsync<Quote>(address, CancellationToken.None).WaitAsync(Limit.Time, CancellationToken.None))!;
            _answers.AddOrUpdate((quote.AnsweredBy, quote.Item, quote.Price), 1, static (_, count) => count + 1);
            _receipts.Tick(quote.Number);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _connected);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
