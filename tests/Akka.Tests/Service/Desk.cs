using Akka.Actor;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Where calls come in.</summary>
[Swappable]
public sealed class Desk : ReceiveActor
{
    private static int s_number;

    public Desk()
    {
        ReceiveAsync<Ask>(AnswerAsync);
        ReceiveAsync<AskBehind>(AnswerBehindAsync);
        ReceiveAsync<RunUntilCancelled>(_ => RunUntilCancelledAsync());
        ReceiveAsync<RunUntilReleased>(_ => RunUntilReleasedAsync());
        ReceiveAsync<AskToCarry>(_ => AskToCarryAsync());
    }

    private async Task AnswerAsync(Ask ask)
    {
        var before = Part.Of(nameof(Desk));
        var parts = await Context.ActorSelection($"/user/shelf-{ask.Number % 3}").Ask<Part[]>(new Read());
        var number = Interlocked.Increment(ref s_number);
        Context.ActorSelection("/user/ledger").Tell(new Note(number));
        Sender.Tell(new Answer(number, [before, .. parts, Part.Of(nameof(Desk))]));
    }

    private async Task AnswerBehindAsync(AskBehind ask)
    {
        var before = Part.Of(nameof(Desk));
        while (HotSwap.GetStatus().Waiting is not { Waiting: > 0 })
            await Task.Delay(1);
        var parts = await Context.ActorSelection("/user/shelf-0").Ask<Part[]>(new ReadByTelling());
        Sender.Tell(new Answer(Interlocked.Increment(ref s_number), [before, .. parts, Part.Of(nameof(Desk))]));
    }

    private async Task RunUntilCancelledAsync()
    {
        var cancellation = UnitOfWork.CancellationToken;
        var isCancelled = false;
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            isCancelled = true;
        }

        Sender.Tell(isCancelled);
    }

    private async Task RunUntilReleasedAsync()
    {
        await OperatorConsole.Released;
        Sender.Tell(Part.Of(nameof(Desk)));
    }

    private async Task AskToCarryAsync()
    {
        var carried = await Context.ActorSelection("/user/porter").Ask<Part>(new Carry());
        Sender.Tell(new Answer(0, [carried, Part.Of(nameof(Desk))]));
    }
}
