using System.Threading.Channels;
using HotWeave.Conformance;
using HotWeave.Services.Tests.Service;
using Microsoft.AspNetCore.SignalR.Client;

namespace HotWeave.Services.Tests.Harness;

/// <summary>This process as a client of the service's hub, by one connection for all.</summary>
public sealed class HubClient : IServiceClient, IAsyncDisposable
{
    private const int InFlight = 64;

    private readonly Channel<int> _feed = Channel.CreateBounded<int>(InFlight);
    private Task? _feeding;

    private HubClient(HubConnection connection) => Connection = connection;

    internal HubConnection Connection { get; }

    internal static async Task<HubClient> ConnectAsync(int port)
    {
        var connection = new HubConnectionBuilder().WithUrl($"http://localhost:{port}/desk").Build();
        await connection.StartAsync().WaitAsync(ServiceProcess.Limit);
        return new HubClient(connection);
    }

    public Task<Answer> AskAsync(int number) => Connection.InvokeAsync<Answer>("Ask");

    public Task<int> CountNotesAsync() => Connection.InvokeAsync<int>("CountNotes");

    public Task<Answer> AskBehindAsync() => Connection.InvokeAsync<Answer>("AskBehind");

    public Task<Part> LookAsync() => Connection.InvokeAsync<Part>("Look");

    public Task<Part> LookAsideAsync(int number) => LookAsync();

    public Task<bool> RunUntilCancelledAsync() => Connection.InvokeAsync<bool>("RunUntilCancelled");

    public Task<Part> RunUntilReleasedAsync() => Connection.InvokeAsync<Part>("RunUntilReleased");

    public async Task SendAsync(int number)
    {
        _feeding ??= Connection.InvokeAsync<Part>("Feed", _feed.Reader);
        await _feed.Writer.WriteAsync(number);
        // What is under way must not grow for ever.
        if (number % InFlight == 0)
            await FindReceivedAsync();
    }

    public async Task<(int Count, int OutOfOrder, string[] Units)> FindReceivedAsync()
    {
        var received = await Connection.InvokeAsync<Received>("FindReceived");
        return (received.Count, received.OutOfOrder, received.Units);
    }

    // One connection all the time.
    public async ValueTask DisposeAsync()
    {
        _feed.Writer.TryComplete();
        if (_feeding is not null)
            await _feeding.WaitAsync(ServiceProcess.Limit);
        Xunit.Assert.Equal(HubConnectionState.Connected, Connection.State);
        await Connection.DisposeAsync();
    }
}
