using System.Threading.Channels;
using HotWeave.Conformance;
using HotWeave.Runtime;
using Microsoft.AspNetCore.SignalR;

namespace HotWeave.Services.Tests.Service;

[Swappable]
public sealed partial class DeskHub(Desk desk) : Hub
{
    public async Task<Answer> Ask()
    {
        var answer = await desk.AskAsync();
        Desk.Note();
        return answer;
    }

    public Task<Answer> AskBehind() => desk.AskBehindAsync();

    public Part Look() => Desk.Look();

    public Task<bool> RunUntilCancelled() => Desk.RunUntilCancelledAsync();

    public Task<Part> RunUntilReleased() => Desk.RunUntilReleasedAsync();

    public int CountNotes() => Desk.Notes;

    public Received FindReceived() => Service.Feed.FindReceived();

    public async Task<Part> Feed(IAsyncEnumerable<int> numbers)
    {
        await foreach (var number in numbers)
        {
            await Task.Yield();
            Service.Feed.Take(number);
        }

        return Part.Of(nameof(Feed));
    }

    [HubMethodName("channel")]
    public async Task<Part> FeedByChannel(ChannelReader<int> numbers)
    {
        while (await numbers.WaitToReadAsync())
        {
            while (numbers.TryRead(out var number))
                Service.Feed.Take(number);
        }

        return Part.Of(nameof(Feed));
    }

    public async IAsyncEnumerable<Part> Watch(int count)
    {
        for (var n = 0; n < count; n++)
        {
            yield return await MakeAsync();
            await OperatorConsole.Released;
        }
    }

    public async IAsyncEnumerable<Part> Echo(IAsyncEnumerable<int> numbers)
    {
        await foreach (var _ in numbers)
            yield return await MakeAsync();
    }

    [UnitOfWork]
    private static async Task<Part> MakeAsync()
    {
        await Task.Yield();
        return Part.Of(nameof(Watch));
    }
}
