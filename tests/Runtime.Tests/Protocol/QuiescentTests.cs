using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

public sealed class QuiescentTests : ProtocolTest
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Behaviour_51_new_units_wait_nested_ones_do_not_and_the_change_runs_alone()
    {
        var running = UnitOfWork.Enter();
        var context = ExecutionContext.Capture()!;
        Unit.SetAmbient(null);

        var changed = false;
        var (turn, _) = await ClosedAsync(Probe.Table(1, 1), () =>
        {
            changed = true;
            Assert.Equal((0, 0), Probe.Ask());
        });

        Assert.Null(UnitHandle.TryEnter("probe", out var gate));
        Assert.False(gate!.Opened.IsCompleted);
        ExecutionContext.Run(context, _ => UnitOfWork.Enter().Dispose(), null);
        var waiting = Task.Run(() =>
        {
            using var unit = UnitOfWork.Enter();
            return Probe.Ask();
        });
        Assert.False(changed);
        Assert.Equal((0, 0), Probe.Ask());

        running.Dispose();
        await turn;
        Assert.True(changed);
        Assert.Equal((1, 1), await waiting);
        Assert.True(gate.Opened.IsCompletedSuccessfully);
        Assert.Equal((1, 1), Probe.Slots());
    }

    [Fact]
    public async Task Units_of_old_epochs_and_units_moved_by_Immediate_are_awaited_too()
    {
        var moved = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        var old = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        Transition.Turn(Probe.Table(2, 2), moveUnits: false);

        var changed = 0;
        var (turn, _) = await ClosedAsync(Probe.Table(3, 3), () => changed++);
        old.Dispose();
        Assert.Equal(0, changed);
        Assert.False(turn.IsCompleted);
        moved.Dispose();
        await turn;
        Assert.Equal(1, changed);
        Assert.Equal((3, 3), Probe.Ask());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_of_a_unit_that_was_moved_does_not_wait_for_the_turn_that_waits_for_that_unit(bool isCaptured)
    {
        var moved = UnitOfWork.Enter("moved");
        var captured = UnitOfWork.Capture();
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        var (turn, _) = await ClosedAsync(Probe.Table(2, 2), () => { });
        if (isCaptured)
            Unit.SetAmbient(null);
        var work = isCaptured ? captured.Enter() : UnitOfWork.Enter("work");
        Assert.NotSame(moved.Unit, work.Unit);
        Assert.Equal((1, 1), Probe.Ask());
        // Left behind by the unit, it is waited for all the same, and keeps its version.
        moved.Dispose();
        Assert.False(Transition.NoUnitRuns());
        Assert.False(turn.IsCompleted);
        Assert.Equal((1, 1), Probe.Ask());
        work.Dispose();
        await turn;
        Unit.SetAmbient(null);
        Assert.Equal((2, 2), Probe.Ask());
    }

    [Fact]
    public void Behaviour_58_on_deadline_nothing_has_changed_and_the_units_that_run_too_long_are_named()
    {
        var running = UnitOfWork.Enter("slow job");
        Unit.SetAmbient(null);
        var e = Assert.Throws<NotQuiescentException>(() => Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Timeout = TimeSpan.FromMilliseconds(1),
            Change = _ => throw new InvalidOperationException("must not run"),
        }));
        Assert.Equal("slow job", Assert.Single(e.Units).Name);
        Assert.False(e.IsOverrun);
        Unchanged();
        running.Dispose();
    }

    [Fact]
    public async Task Cancelled_while_waiting_nothing_has_changed()
    {
        using var cancellation = new CancellationTokenSource();
        var running = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        var (turn, _) = await ClosedAsync(Probe.Table(1, 1), () => throw new InvalidOperationException("must not run"), cancellation: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
        Unchanged();
        running.Dispose();
    }

    [Fact]
    public async Task Too_many_blocked_threads_undo_the_turn_and_no_unit_is_refused()
    {
        var running = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        var (turn, _) = await ClosedAsync(Probe.Table(1, 1), () => throw new InvalidOperationException("must not run"), blockedLimit: 2);
        var waiting = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var unit = UnitOfWork.Enter();
                return Probe.Ask();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        var e = await Assert.ThrowsAsync<NotQuiescentException>(() => turn);
        Assert.True(e.IsOverrun);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal((0, 0), answer));
        running.Dispose();
    }

    [Fact]
    public async Task Thousands_of_units_wait_without_threads_and_all_begin_on_the_new_version()
    {
        var running = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        // No thread may block, so a limit of none is no limit here.
        var (turn, gate) = await ClosedAsync(Probe.Table(1, 1), () => { }, blockedLimit: 0);
        var waiting = Enumerable.Range(0, 5000).Select(_ => AskInUnitAsync()).ToArray();
        await Eventually(() => gate.Waiting == 5000);
        running.Dispose();
        await turn;
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal((1, 1), answer));

        static async Task<(int, int)> AskInUnitAsync()
        {
            using var unit = await UnitOfWork.EnterAsync();
            await Task.Yield();
            return Probe.Ask();
        }
    }

    [Fact]
    public async Task On_request_units_that_run_too_long_have_their_token_signalled()
    {
        var entered = new TaskCompletionSource();
        var job = Task.Run(async () =>
        {
            using var unit = await UnitOfWork.EnterAsync("job");
            var token = UnitOfWork.CancellationToken;
            entered.SetResult();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(s_long, token));
        });
        await entered.Task;
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn { Timeout = TimeSpan.FromSeconds(2), CancelUnits = true });
        await job;
        Assert.Equal((1, 1), Probe.Ask());
    }

    [Fact]
    public async Task When_the_change_throws_nothing_has_changed_and_waiters_go_on_with_the_old_version()
    {
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        Task<(int, int)>? waiting = null;
        Assert.Throws<NotSupportedException>(() => Transition.TurnQuiescent(Probe.Table(2, 2), new QuiescentTurn
        {
            Change = _ =>
            {
                Assert.Null(UnitHandle.TryEnter("probe", out var gate));
                waiting = gate!.Opened.ContinueWith(
                    _ =>
                    {
                        using var unit = UnitOfWork.Enter();
                        return Probe.Ask();
                    },
                    TaskScheduler.Default);
                throw new NotSupportedException("the hook's own failure");
            },
        }));
        Assert.Equal((1, 1), await waiting!);
        Assert.Equal((1, 1), Probe.Slots());
    }

    [Fact]
    public void After_the_turn_new_units_wait_until_what_follows_it_has_run()
    {
        var seen = new List<string>();
        Transition.TurnQuiescent(Probe.Table(1, 1), new QuiescentTurn
        {
            Turned = () => seen.Add($"{Probe.Ask()} {UnitHandle.TryEnter("probe", out _) is null}"),
        });
        Assert.Equal(["(1, 1) True"], seen);
        using var unit = UnitHandle.TryEnter("probe", out _);
        Assert.NotNull(unit);
    }

    private static void Unchanged()
    {
        Assert.Equal((null, null), Probe.Slots());
        Assert.Equal((0, 0), Probe.Ask());
        using var unit = UnitHandle.TryEnter("probe", out _);
        Assert.NotNull(unit);
    }

    /// <summary>Begins a quiescent turn on a thread of its own, and returns when the gate is closed.</summary>
    private static async Task<(Task Turn, Gate Gate)> ClosedAsync(
        HotWeave.Runtime.Dispatch?[] table, Action change, int blockedLimit = int.MaxValue, CancellationToken cancellation = default)
    {
        var closed = new TaskCompletionSource();
        var turn = Task.Factory.StartNew(
            () => Transition.TurnQuiescent(table, new QuiescentTurn
            {
                Timeout = s_long,
                BlockedLimit = blockedLimit,
                Cancellation = cancellation,
                Change = _ => change(),
                Reached = phase =>
                {
                    if (phase == TurnPhase.GateClosed)
                        closed.SetResult();
                },
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAny(closed.Task, turn);
        return (turn, Transition.World.Gate!);
    }
}
