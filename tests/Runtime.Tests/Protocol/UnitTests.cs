using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

public sealed class UnitTests : ProtocolTest
{
    [Fact]
    public async Task A_nested_unit_that_outlives_the_outer_one_holds_it()
    {
        var outer = UnitOfWork.Enter();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var child = Task.Run(async () =>
        {
            using var nested = UnitOfWork.Enter();
            entered.SetResult();
            await go.Task;
            return Probe.Ask();
        });
        await entered.Task;
        outer.Dispose();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        Assert.Equal((1, 1), Probe.Ask());
        Assert.Equal((-1, -1), Probe.Slots());

        go.SetResult();
        Assert.Equal((0, 0), await child);
        await Eventually(() => Probe.Slots() == (1, 1));
    }

    [Fact]
    public async Task What_a_unit_leaves_behind_is_outside_once_it_has_ended()
    {
        var unit = UnitOfWork.Enter();
        var go = new TaskCompletionSource();
        var leftBehind = Task.Run(async () =>
        {
            await go.Task;
            return Probe.Ask();
        });
        unit.Dispose();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        go.SetResult();
        Assert.Equal((1, 1), await leftBehind);
    }

    [Fact]
    public void Leaving_twice_counts_once()
    {
        var first = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        var second = UnitOfWork.Enter();
        first.Dispose();
        first.Dispose();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        Assert.Equal((0, 0), Probe.Ask());
        Assert.Single(Transition.OldEpochs());
        second.Dispose();
    }

    [Fact]
    public void Leaving_gives_the_outer_context_back()
    {
        Assert.Null(Unit.Ambient);
        using (UnitOfWork.Enter())
        {
            var outer = Unit.Ambient;
            using (UnitOfWork.Enter())
                Assert.Same(outer, Unit.Ambient);
            Assert.Same(outer, Unit.Ambient);
        }

        Assert.Null(Unit.Ambient);
    }

    [Fact]
    public void A_unit_below_the_floor_is_not_joined()
    {
        using var old = UnitOfWork.Enter();
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        using var inner = UnitOfWork.Enter();
        Transition.Turn(Probe.Table(2, 2), moveUnits: false);
        Assert.Equal((1, 1), Probe.Ask());
    }
}
