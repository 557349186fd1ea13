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
    public void Units_that_end_in_another_order_than_they_began_are_listed_until_they_end()
    {
        var random = new Random(7);
        var units = new List<UnitHandle>();
        for (var i = 0; i < 300; i++)
        {
            Unit.SetAmbient(null);
            units.Add(UnitOfWork.Enter("unit " + i));
            if (units.Count > 100)
            {
                var ends = random.Next(units.Count);
                units[ends].Dispose();
                units.RemoveAt(ends);
            }

            Assert.Equal(units.Select(static u => u.Name).Order(), Transition.Units().Select(static u => u.Name).Order());
        }

        units.ForEach(static u => u.Dispose());
        Assert.True(Transition.NoUnitRuns());
        Assert.Empty(Transition.Units());
    }

    [Fact]
    public void A_unit_that_has_ended_still_says_under_which_version_it_began()
    {
        var unit = UnitOfWork.Enter();
        var version = unit.Version;
        unit.Dispose();
        Assert.Equal(version, unit.Version);
        Assert.True(unit.Age >= TimeSpan.Zero);
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
