using HotWeave.Protocol;
using HotWeave.Runtime.Tests.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Units;

public sealed class UnitOfWorkTests : ProtocolTest
{
    [Fact]
    public async Task EnterAsync_makes_the_unit_the_callers_through_awaits_and_parallel_work_and_dispose_gives_the_context_back()
    {
        Assert.False(UnitOfWork.IsInside);
        using (var unit = await UnitOfWork.EnterAsync("job"))
        {
            Assert.Equal(("job", "job"), (unit.Name, UnitOfWork.Name));
            await Task.Yield();
            Transition.Turn(Probe.Table(1, 1), moveUnits: false);
            Assert.Equal((0, 0), Probe.Ask());
            Assert.Equal((0, 0), await Task.Run(Probe.Ask));
            Parallel.For(0, 8, _ => Assert.Equal((0, 0), Probe.Ask()));
        }

        Assert.False(UnitOfWork.IsInside);
        Assert.Equal((1, 1), Probe.Ask());
    }

    [Fact]
    public async Task A_root_unit_is_one_of_its_own_within_another_also_when_that_has_ended_and_is_held()
    {
        var outer = UnitOfWork.Enter("outer");
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        using (await UnitOfWork.EnterRootAsync("message"))
        {
            Assert.Equal("message", UnitOfWork.Name);
            await Task.Yield();
            Assert.Equal((1, 1), Probe.Ask());
        }

        Assert.Equal(("outer", (0, 0)), (UnitOfWork.Name, Probe.Ask()));
        using (UnitOfWork.EnterRoot("message"))
            Assert.Equal((1, 1), Probe.Ask());
        using (UnitOfWork.TryEnterRoot("message"))
            Assert.Equal((1, 1), Probe.Ask());
        Assert.Equal(("outer", (0, 0)), (UnitOfWork.Name, Probe.Ask()));
        outer.Dispose();
        Assert.Empty(Transition.Units());
    }

    [Fact]
    public async Task Root_units_wait_at_the_gate_and_the_attempt_answers_null()
    {
        var waits = new TaskCompletionSource<Task<(int, int)>>();
        UnitHandle? attempt = null;
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Change = _ =>
            {
                attempt = UnitOfWork.TryEnterRoot("message");
                waits.SetResult(AskAsync());
                Assert.False(waits.Task.Result.IsCompleted);
            },
        });
        Assert.Null(attempt);
        Assert.Equal((1, 1), await await waits.Task);

        static async Task<(int, int)> AskAsync()
        {
            using var unit = await UnitOfWork.EnterRootAsync("message");
            return Probe.Ask();
        }
    }

    [Fact]
    public async Task A_cancelled_entry_waits_no_longer_and_counts_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var waits = new TaskCompletionSource<Task>();
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Change = _ =>
            {
                waits.SetResult(EnterAsync());
                cancellation.Cancel();
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await await waits.Task);
        Assert.Empty(Transition.Units());

        async Task EnterAsync()
        {
            using var unit = await UnitOfWork.EnterAsync("job", cancellation.Token);
        }
    }

    [Fact]
    public async Task Hold_extends_the_unit_for_work_that_it_does_not_await()
    {
        var unit = UnitOfWork.Enter();
        var go = new TaskCompletionSource();
        var hold = UnitOfWork.Hold();
        Assert.NotNull(hold);
        var left = Task.Run(async () =>
        {
            await go.Task;
            using (hold)
                return Probe.Ask();
        });
        unit.Dispose();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        go.SetResult();
        Assert.Equal((0, 0), await left);
        Assert.Null(UnitOfWork.Hold());
    }

    [Fact]
    public void Capture_carries_the_unit_to_threads_that_its_context_does_not_reach()
    {
        var unit = UnitOfWork.Enter("job");
        var captured = UnitOfWork.Capture();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        Assert.Equal((1, 1), Outside(Probe.Ask));
        Assert.Equal((0, 0), Outside(Within));
        unit.Dispose();
        Assert.Equal((1, 1), Outside(Within));
        Assert.Empty(Transition.Units());

        (int, int) Within()
        {
            using var entered = captured.Enter();
            Assert.Equal("job", UnitOfWork.Name);
            var answer = Probe.Ask();
            entered.Dispose();
            Assert.False(UnitOfWork.IsInside);
            return answer;
        }
    }

    [Fact]
    public void Outside_a_unit_there_is_no_name_no_age_and_a_token_that_is_never_signalled()
    {
        Assert.Null(UnitOfWork.Name);
        Assert.Null(UnitOfWork.Age);
        Assert.False(UnitOfWork.CancellationToken.CanBeCanceled);
    }

    [Fact]
    public void A_token_asked_for_after_cancellation_is_signalled_too()
    {
        using var unit = UnitOfWork.Enter();
        Assert.Single(Transition.Units()).Cancellation.Request();
        Assert.True(SpinWait.SpinUntil(() => UnitOfWork.CancellationToken.IsCancellationRequested, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Units_are_listed_in_every_stripe_and_gone_when_they_end()
    {
        var handles = new List<UnitHandle>();
        for (var i = 0; i < 200; i++)
        {
            handles.Add(UnitOfWork.Enter("unit " + i));
            Unit.SetAmbient(null);
        }

        Assert.Equal(200, Transition.Units().Select(u => u.Name).Distinct().Count());
        foreach (var handle in handles.Where((_, i) => i % 3 != 1))
            handle.Dispose();
        Assert.Equal(67, Transition.Units().Count);
        handles.ForEach(h => h.Dispose());
        Assert.Empty(Transition.Units());
    }
}
