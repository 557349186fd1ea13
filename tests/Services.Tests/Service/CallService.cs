using Grpc.Core;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Services.Tests.Service;

[Swappable]
public sealed partial class CallService(Desk desk, Calls.CallsClient client) : Calls.CallsBase
{
    public override async Task<AnswerReply> Ask(NumberRequest request, ServerCallContext context)
    {
        var answer = await desk.AskAsync();
        Desk.Note();
        return Replies.Write(answer.Parts, answer.Number);
    }

    public override async Task<AnswerReply> AskBehind(Nothing request, ServerCallContext context) => Replies.Write((await desk.AskBehindAsync()).Parts);

    public override Task<PartReply> Look(Nothing request, ServerCallContext context) => Task.FromResult(Replies.Write(Desk.Look()));

    public override async Task<CancelledReply> RunUntilCancelled(Nothing request, ServerCallContext context) =>
        new() { Cancelled = await Desk.RunUntilCancelledAsync() };

    public override async Task<PartReply> RunUntilReleased(Nothing request, ServerCallContext context) => Replies.Write(await Desk.RunUntilReleasedAsync());

    public override Task<NumberReply> CountNotes(Nothing request, ServerCallContext context) => Task.FromResult(new NumberReply { Number = Desk.Notes });

    public override Task<ReceivedReply> FindReceived(Nothing request, ServerCallContext context)
    {
        var received = Service.Feed.FindReceived();
        return Task.FromResult(new ReceivedReply { Count = received.Count, OutOfOrder = received.OutOfOrder, Units = { received.Units } });
    }

    public override async Task<AnswerReply> Read(Nothing request, ServerCallContext context) => Replies.Write(await new Shelf().ReadAsync());

    // From a hundred on it has another call fail, and makes nothing of it.
    public override async Task<Nothing> Fail(NumberRequest request, ServerCallContext context)
    {
        if (request.Number < 100)
            throw new RpcException(new Status((StatusCode)request.Number, "It was asked to."));
        try
        {
            return await client.FailAsync(new NumberRequest { Number = request.Number - 100 });
        }
        catch (RpcException)
        {
            return new Nothing();
        }
    }

    public override async Task<AnswerReply> Feed(IAsyncStreamReader<NumberRequest> requestStream, ServerCallContext context)
    {
        var last = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await Task.Yield();
            Service.Feed.Take(last = request.Number);
        }

        return Replies.Write([Part.Of(nameof(Feed))], last);
    }

    public override async Task Talk(IAsyncStreamReader<NumberRequest> requestStream, IServerStreamWriter<PartReply> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(Replies.Write(Part.Of("before")));
        while (await requestStream.MoveNext())
        {
            var before = Replies.Write(Part.Of(nameof(Talk)));
            if (requestStream.Current.Number == 0)
                await Desk.RunUntilReleasedAsync();
            before.Where = await Task.Run(static () => Release.Name);
            await responseStream.WriteAsync(before);
        }

        await responseStream.WriteAsync(Replies.Write(Part.Of("after")));
    }

    public override Task<PartReply> Describe(NumberRequest request, ServerCallContext context) => Task.FromResult(Replies.Describe(request));

    public override async Task Watch(NumberRequest request, IServerStreamWriter<PartReply> responseStream, ServerCallContext context)
    {
        for (var n = 0; n < request.Number; n++)
        {
            await responseStream.WriteAsync(await MakeAsync());
            await OperatorConsole.Released;
        }
    }

    // What is sent is made as one unit.
    [UnitOfWork]
    private static async Task<PartReply> MakeAsync()
    {
        await Task.Yield();
        return Replies.Write(Part.Of(nameof(Watch)));
    }
}

/// <summary>A shelf that is asked by a call of this process to itself.</summary>
public sealed class CalledShelf(Calls.CallsClient client) : IShelf
{
    public async Task<Part[]> ReadAsync() =>
        [.. (await client.ReadAsync(new Nothing())).Parts.Select(static p => new Part(p.Where, p.Version, p.Unit, p.Tag.Length > 0 ? p.Tag : null))];
}
