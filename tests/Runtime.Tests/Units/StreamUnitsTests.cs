using System.Threading.Channels;
using HotWeave.Protocol;
using HotWeave.Runtime.Tests.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Units;

/// <summary>Streams whose messages are units, though each is got by an async method whose own context is gone when it returns.</summary>
public sealed class StreamUnitsTests : ProtocolTest
{
    [Fact]
    public async Task Each_message_is_a_unit_until_the_next_is_asked_for_and_no_turn_waits_in_between()
    {
        using var stream = UnitOfWork.BeginStream("message");
        var messages = Channel.CreateUnbounded<int>();
        var seen = new List<(int, string?, (int, int))>();
        var turned = new TaskCompletionSource();
        messages.Writer.TryWrite(1);
        messages.Writer.TryWrite(2);
        var handler = HandleAsync();
        await Eventually(() => seen.Count == 2 && !stream.IsInside);
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn { Timeout = TimeSpan.FromMinutes(1) });
        messages.Writer.TryWrite(3);
        messages.Writer.Complete();
        await handler;
        Assert.Equal([(1, "message", (0, 0)), (2, "message", (0, 0)), (3, "message", (1, 1))], seen);
        Assert.Null(UnitOfWork.Name);
        Assert.Empty(Transition.Units());

        async Task HandleAsync()
        {
            await foreach (var message in ReadAsync())
                await Task.Run(() => seen.Add((message, UnitOfWork.Name, Probe.Ask())));
        }

        // Two async methods between the unit and the handler, as libraries have.
        async IAsyncEnumerable<int> ReadAsync()
        {
            while (await MoveAsync())
            {
                messages.Reader.TryRead(out var message);
                yield return message;
            }
        }

        async Task<bool> MoveAsync()
        {
            stream.EndCurrent();
            if (!await messages.Reader.WaitToReadAsync())
                return false;
            await stream.BeginNextAsync();
            return true;
        }
    }

    [Fact]
    public async Task A_message_waits_at_the_gate_without_a_thread_until_the_turn_or_until_it_is_cancelled()
    {
        using var stream = UnitOfWork.BeginStream("message");
        using var stop = new CancellationTokenSource();
        ValueTask waiting = default;
        var cancelled = Task.CompletedTask;
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Timeout = TimeSpan.FromMinutes(1),
            Reached = phase =>
            {
                if (phase != TurnPhase.GateClosed)
                    return;
                using var other = UnitOfWork.BeginStream("cancelled");
                cancelled = other.BeginNextAsync(stop.Token).AsTask();
                stop.Cancel();
                Assert.False(stream.TryBeginNext());
                waiting = stream.BeginNextAsync(default);
                Assert.False(waiting.IsCompleted);
                Assert.False(stream.IsInside);
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await waiting;
        Assert.Equal(("message", (1, 1)), (UnitOfWork.Name, Probe.Ask()));
        stream.EndCurrent();
        Assert.Empty(Transition.Units());
    }

    [Fact]
    public async Task Units_within_a_message_join_it_or_give_its_place_back()
    {
        using var outer = await UnitOfWork.EnterAsync("outer");
        using (var stream = UnitOfWork.BeginStream("message"))
        {
            Assert.Null(UnitOfWork.Name);
            await stream.BeginNextAsync();
            using (await UnitOfWork.EnterAsync("joined"))
                Assert.Equal("message", UnitOfWork.Name);
            using (await UnitOfWork.EnterRootAsync("root"))
                Assert.Equal("root", UnitOfWork.Name);
            using (UnitOfWork.EnterRoot("root"))
                await Task.Yield();
            // Still the place, and not the message: the next one is seen.
            stream.EndCurrent();
            Assert.Null(UnitOfWork.Name);
            await stream.BeginNextAsync();
            Assert.Equal("message", UnitOfWork.Name);
            Assert.True(stream.IsInside);
        }

        Assert.Equal("outer", UnitOfWork.Name);
        Assert.Single(Transition.Units());
    }

    [Fact]
    public async Task A_message_that_is_held_or_joined_lasts_and_keeps_its_version()
    {
        using var stream = UnitOfWork.BeginStream("message");
        await stream.BeginNextAsync();
        var captured = UnitOfWork.Capture();
        var hold = UnitOfWork.Hold();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Task<(int, int)> elsewhere;
        using (ExecutionContext.SuppressFlow())
        {
            elsewhere = Task.Run(async () =>
            {
                using var unit = captured.Enter();
                entered.SetResult();
                await go.Task;
                return Probe.Ask();
            });
        }

        await entered.Task;
        await stream.BeginNextAsync();
        Assert.True(captured.IsRunning);
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        await stream.BeginNextAsync();
        Assert.Equal((1, 1), Probe.Ask());
        hold!.Dispose();
        go.SetResult();
        Assert.Equal((0, 0), await elsewhere);
        stream.EndCurrent();
        Assert.Empty(Transition.Units());
    }

    // A handler may have left somebody behind who reads on.
    [Fact]
    public async Task Messages_after_the_streams_end_are_no_units()
    {
        var stream = UnitOfWork.BeginStream("message");
        await stream.BeginNextAsync();
        stream.Dispose();
        await stream.BeginNextAsync();
        Assert.Equal((false, null), (stream.IsInside, UnitOfWork.Name));
        Assert.Empty(Transition.Units());
    }
}
