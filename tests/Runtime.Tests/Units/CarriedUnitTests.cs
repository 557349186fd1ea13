using System.Threading.Channels;
using HotWeave.Protocol;
using HotWeave.Runtime.Tests.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Units;

/// <summary>Units that messages carry to threads which no execution context reaches.</summary>
public sealed class CarriedUnitTests : ProtocolTest
{
    /// <summary>By object or by text, and each way in.</summary>
    public static TheoryData<bool, string> Ways => new()
    {
        { false, "Enter" },
        { false, "EnterAsync" },
        { false, "TryEnter" },
        { true, "Enter" },
        { true, "EnterAsync" },
        { true, "TryEnter" },
    };

    // The caller's unit waits for an answer that only another thread can give, while a turn waits for that unit.
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Work_of_a_unit_beyond_a_queue_never_waits_for_the_turn_that_waits_for_that_unit(bool byTag, string way)
    {
        var queue = Channel.CreateUnbounded<(CapturedUnit Captured, string? Tag, TaskCompletionSource<(string?, (int, int))> Answer)>();
        var server = StartServer();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var caller = Task.Run(async () =>
        {
            using var unit = await UnitOfWork.EnterAsync("call");
            entered.SetResult();
            await go.Task;
            var answer = new TaskCompletionSource<(string?, (int, int))>(TaskCreationOptions.RunContinuationsAsynchronously);
            var captured = UnitOfWork.Capture();
            await queue.Writer.WriteAsync(byTag ? (default, captured.Tag, answer) : (captured, null, answer));
            return await answer.Task;
        });
        await entered.Task;
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Timeout = TimeSpan.FromMinutes(1),
            Reached = phase =>
            {
                if (phase == TurnPhase.GateClosed)
                    go.SetResult();
            },
        });
        Assert.Equal(("call", (0, 0)), await caller);
        queue.Writer.Complete();
        await server;
        Assert.Equal((1, 1), Probe.Ask());
        Assert.Empty(Transition.Units());

        Task StartServer()
        {
            using (ExecutionContext.SuppressFlow())
                return Task.Run(ServeAsync);
        }

        async Task ServeAsync()
        {
            await foreach (var (captured, tag, answer) in queue.Reader.ReadAllAsync())
            {
                var unit = tag is null ? captured : CapturedUnit.FromTag(tag);
                using var handle = way switch
                {
                    "Enter" => unit.Enter(),
                    "EnterAsync" => await unit.EnterAsync(),
                    _ => unit.TryEnter(),
                };
                await Task.Yield();
                answer.SetResult((UnitOfWork.Name, Probe.Ask()));
            }
        }
    }

    // The same with a unit of its own for each message: what joining is for.
    [Fact]
    public void A_root_unit_beyond_the_queue_waits_at_the_gate_until_the_deadline()
    {
        using var call = UnitOfWork.Enter("call");
        var turn = new QuiescentTurn
        {
            Timeout = TimeSpan.FromMilliseconds(1),
            Reached = static phase => Assert.True(phase != TurnPhase.GateClosed || Outside(static () => UnitOfWork.TryEnterRoot("serve")) is null),
        };
        Assert.Throws<NotQuiescentException>(() => Transition.TurnQuiescent(Probe.Table(1, 1), turn));
    }

    [Fact]
    public async Task What_comes_after_the_units_end_is_a_unit_of_its_own_and_waits_without_a_thread()
    {
        var unit = UnitOfWork.Enter("call");
        var captured = UnitOfWork.Capture();
        Assert.True(captured.IsRunning);
        unit.Dispose();
        Assert.False(captured.IsRunning);
        Task<(string?, (int, int))>? late = null;
        var waits = new TaskCompletionSource<(UnitHandle?, bool, bool)>();
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Change = _ =>
            {
                late = OutsideAsync(async () =>
                {
                    var own = captured.TryEnter();
                    var wait = UnitOfWork.WaitForGateAsync();
                    var entry = captured.EnterAsync("late").GetAwaiter();
                    waits.SetResult((own, wait.IsCompleted, entry.IsCompleted));
                    await wait;
                    using var entered = await captured.EnterAsync("late");
                    entry.GetResult().Dispose();
                    return (UnitOfWork.Name, Probe.Ask());
                });
                Assert.Equal((null, false, false), waits.Task.Result);
            },
        });
        Assert.Equal(("late", (1, 1)), await late!);
        Assert.True(UnitOfWork.WaitForGateAsync().IsCompletedSuccessfully);
        using (captured.TryEnter())
            Assert.Equal("call", UnitOfWork.Name);
        using (await captured.EnterAsync())
            Assert.Equal("call", UnitOfWork.Name);
        using (await default(CapturedUnit).EnterAsync())
            Assert.Equal("unnamed", UnitOfWork.Name);
        Assert.Empty(Transition.Units());
    }

    [Fact]
    public void A_unit_that_was_left_by_a_moved_one_is_not_kept_waiting_either()
    {
        using var moved = UnitOfWork.Enter("moved");
        var before = UnitOfWork.Capture();
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        var tag = UnitOfWork.Capture().Tag;
        Assert.Equal(before.Tag, tag);
        Transition.TurnQuiescent(Probe.Table(2, 2), new QuiescentTurn
        {
            Timeout = TimeSpan.FromMinutes(1),
            Reached = phase =>
            {
                if (phase != TurnPhase.GateClosed)
                    return;
                Assert.Equal((1, 1), Outside(() =>
                {
                    using var work = CapturedUnit.FromTag(tag).TryEnter("work");
                    Assert.Equal("work", work!.Name);
                    return Probe.Ask();
                }));
                moved.Dispose();
            },
        });
    }

    [Fact]
    public void A_tag_names_a_unit_of_this_process_while_it_runs_and_nothing_else()
    {
        Assert.Null(UnitOfWork.Capture().Tag);
        var unit = UnitOfWork.Enter("call");
        var captured = UnitOfWork.Capture();
        var tag = captured.Tag!;
        Assert.Equal(tag, captured.Tag);
        Assert.Equal(captured, CapturedUnit.FromTag(tag));
        foreach (var other in new[] { null, "", "x", "a.b.c", "1.2", "FF" + tag, tag + ".1", tag[..tag.IndexOf('.', StringComparison.Ordinal)] + ".9999999.0" })
            Assert.False(CapturedUnit.FromTag(other).IsRunning);
        unit.Dispose();
        Assert.False(CapturedUnit.FromTag(tag).IsRunning);
        Assert.Equal(default, CapturedUnit.FromTag(tag));
        Assert.Null(captured.Tag);
    }

    private static Task<T> OutsideAsync<T>(Func<Task<T>> code)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(code);
    }
}
