using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

public sealed class QuiescentTests : ProtocolTest
{
    [Fact]
    public async Task New_units_wait_nested_ones_do_not_and_the_change_runs_alone()
    {
        var closed = new TaskCompletionSource();
        var running = UnitHandle.Enter();
        var context = ExecutionContext.Capture()!;
        Unit.SetAmbient(null);

        var changed = false;
        var turn = Transition.TurnQuiescentAsync(
            Probe.Table(1, 1),
            _ =>
            {
                changed = true;
                Assert.Equal((0, 0), Probe.Ask());
                return Task.CompletedTask;
            },
            CancellationToken.None,
            phase =>
            {
                if (phase == TurnPhase.GateClosed)
                    closed.SetResult();
            });
        await closed.Task;

        Assert.Null(UnitHandle.TryEnter(out var gate));
        Assert.False(gate!.Opened.IsCompleted);
        ExecutionContext.Run(context, _ => UnitHandle.Enter().Dispose(), null);
        var waiting = Task.Run(() =>
        {
            using var unit = UnitHandle.Enter();
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
        var moved = UnitHandle.Enter();
        Unit.SetAmbient(null);
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        var old = UnitHandle.Enter();
        Unit.SetAmbient(null);
        Transition.Turn(Probe.Table(2, 2), moveUnits: false);

        var changed = 0;
        var closed = new TaskCompletionSource();
        var turn = Transition.TurnQuiescentAsync(
            Probe.Table(3, 3),
            _ => Task.FromResult(changed++),
            CancellationToken.None,
            phase =>
            {
                if (phase == TurnPhase.GateClosed)
                    closed.SetResult();
            });
        await closed.Task;
        old.Dispose();
        Assert.Equal(0, changed);
        Assert.False(turn.IsCompleted);
        moved.Dispose();
        await turn;
        Assert.Equal(1, changed);
        Assert.Equal((3, 3), Probe.Ask());
    }

    [Fact]
    public async Task On_deadline_nothing_has_changed()
    {
        using var deadline = new CancellationTokenSource();
        var running = UnitHandle.Enter();
        Unit.SetAmbient(null);
        var turn = Transition.TurnQuiescentAsync(
            Probe.Table(1, 1),
            _ => throw new InvalidOperationException("must not run"),
            deadline.Token,
            phase =>
            {
                if (phase == TurnPhase.GateClosed)
                    deadline.Cancel();
            });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
        Assert.Equal((null, null), Probe.Slots());
        Assert.Equal((0, 0), Probe.Ask());
        using (var unit = UnitHandle.TryEnter(out _))
            Assert.NotNull(unit);
        running.Dispose();
    }

    [Fact]
    public async Task When_the_change_throws_nothing_has_changed_and_waiters_go_on_with_the_old_version()
    {
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        Task<(int, int)>? waiting = null;
        var turn = Transition.TurnQuiescentAsync(
            Probe.Table(2, 2),
            _ =>
            {
                Assert.Null(UnitHandle.TryEnter(out var gate));
                waiting = gate!.Opened.ContinueWith(
                    _ =>
                    {
                        using var unit = UnitHandle.Enter();
                        return Probe.Ask();
                    },
                    TaskScheduler.Default);
                throw new NotSupportedException("the hook's own failure");
            },
            CancellationToken.None);
        await Assert.ThrowsAsync<NotSupportedException>(() => turn);
        Assert.Equal((1, 1), await waiting!);
        Assert.Equal((1, 1), Probe.Slots());
    }
}
