using Grpc.Net.Client;
using HotWeave.Conformance;
using HotWeave.Services.Tests.Service;
using Grpc.Core;

namespace HotWeave.Services.Tests.Harness;

/// <summary>This process as a client of the service's gRPC methods.</summary>
public sealed class CallClient : IServiceClient, IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private AsyncClientStreamingCall<NumberRequest, AnswerReply>? _feed;

    internal CallClient(int port)
    {
        _channel = GrpcChannel.ForAddress($"http://localhost:{port}");
        Calls = new Calls.CallsClient(_channel);
    }

    internal Calls.CallsClient Calls { get; }

    public async Task<Answer> AskAsync(int number) => Read(await Calls.AskAsync(new NumberRequest { Number = number }));

    public async Task<int> CountNotesAsync() => (await Calls.CountNotesAsync(new Nothing())).Number;

    public async Task<Answer> AskBehindAsync() => Read(await Calls.AskBehindAsync(new Nothing()));

    public async Task<Part> LookAsync() => Read(await Calls.LookAsync(new Nothing()));

    public Task<Part> LookAsideAsync(int number) => LookAsync();

    public async Task<bool> RunUntilCancelledAsync() => (await Calls.RunUntilCancelledAsync(new Nothing())).Cancelled;

    public async Task<Part> RunUntilReleasedAsync() => Read(await Calls.RunUntilReleasedAsync(new Nothing()));

    public async Task SendAsync(int number)
    {
        _feed ??= Calls.Feed();
        await _feed.RequestStream.WriteAsync(new NumberRequest { Number = number });
    }

    public async Task<(int Count, int OutOfOrder, string[] Units)> FindReceivedAsync()
    {
        var received = await Calls.FindReceivedAsync(new Nothing());
        return (received.Count, received.OutOfOrder, [.. received.Units]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_feed is not null)
        {
            await _feed.RequestStream.CompleteAsync();
            await _feed.ResponseAsync.WaitAsync(ServiceProcess.Limit);
        }

        _channel.Dispose();
    }

    internal static Part Read(PartReply part) => new(part.Where, part.Version, part.Unit, part.Tag.Length > 0 ? part.Tag : null);

    internal static Answer Read(AnswerReply answer) => new(answer.Number, [.. answer.Parts.Select(Read)]);
}
