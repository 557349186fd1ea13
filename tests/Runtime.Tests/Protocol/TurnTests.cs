using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

public sealed class TurnTests : ProtocolTest
{
    [Fact]
    public void Hanging_doors_changes_no_answer_and_one_store_changes_all()
    {
        var seen = new List<string>();
        Transition.Turn(Probe.Table(1, 1), moveUnits: true, phase => seen.Add($"{phase} {Probe.Slots()} {Probe.Ask()}"));
        Assert.Equal(["DoorsHung (-1, -1) (0, 0)", "Turned (-1, -1) (1, 1)"], seen);
        Assert.Equal((1, 1), Probe.Slots());
    }

    [Fact]
    public void Types_that_the_new_table_gives_back_get_doors_too()
    {
        Transition.Turn(Probe.Table(1, 1), moveUnits: true);
        Transition.Turn(Probe.Table(0, 2), moveUnits: true, phase =>
        {
            Assert.Equal((-1, -1), Probe.Slots());
            Assert.Equal(phase == TurnPhase.DoorsHung ? (1, 1) : (0, 2), Probe.Ask());
        });
        Assert.Equal((null, 2), Probe.Slots());
        Assert.Equal((0, 2), Probe.Ask());
    }

    [Fact]
    public void A_type_that_does_not_change_gets_no_door()
    {
        var table = Probe.Table(1, 1);
        Transition.Turn(table, moveUnits: true);
        var next = Probe.Table(2, 2);
        var kept = Array.FindIndex(table, d => ReferenceEquals(d, Probe.Second.Slot));
        next[kept] = table[kept];
        Transition.Turn(next, moveUnits: true, _ => Assert.Equal((-1, 1), Probe.Slots()));
        Assert.Equal((2, 1), Probe.Ask());
    }

    [Fact]
    public void A_unit_keeps_its_version_on_every_type_while_callers_outside_move()
    {
        using var unit = UnitOfWork.Enter();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        Assert.Equal((0, 0), Probe.Ask());
        Assert.Equal((1, 1), Outside(Probe.Ask));
        Assert.Equal((-1, -1), Probe.Slots());

        Transition.Turn(Probe.Table(0, 2), moveUnits: false);
        Assert.Equal((0, 0), Probe.Ask());
        Assert.Equal((0, 2), Outside(Probe.Ask));
    }

    [Fact]
    public async Task Doors_stay_until_the_last_old_unit_has_left()
    {
        var first = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        Transition.Turn(Probe.Table(1, 0), moveUnits: false);
        var second = UnitOfWork.Enter();
        Unit.SetAmbient(null);
        Transition.Turn(Probe.Table(2, 0), moveUnits: false);

        second.Dispose();
        Assert.Equal(-1, Probe.Slots().First);
        Assert.Equal(2, Probe.Ask().First);
        first.Dispose();
        await Eventually(() => Probe.Slots() == (2, null));
        Assert.Empty(Transition.OldEpochs());
    }

    [Fact]
    public void Any_number_of_epochs_drain_and_each_unit_sees_its_own()
    {
        var units = new List<(UnitHandle Handle, ExecutionContext Context)>();
        for (var i = 1; i <= 5; i++)
        {
            Transition.Turn(Probe.Table(i, i * 10), moveUnits: false);
            Unit.SetAmbient(null);
            var handle = UnitOfWork.Enter();
            units.Add((handle, ExecutionContext.Capture()!));
        }

        Unit.SetAmbient(null);
        Assert.Equal(4, Transition.OldEpochs().Length);
        foreach (var i in new[] { 2, 0, 4, 1, 3 })
        {
            ExecutionContext.Run(units[i].Context, _ => Assert.Equal((i + 1, (i + 1) * 10), Probe.Ask()), null);
            units[i].Handle.Dispose();
            ExecutionContext.Run(units[i].Context, _ => Assert.Equal((5, 50), Probe.Ask()), null);
        }
    }

    [Fact]
    public void Immediate_moves_running_units_and_settles_at_once()
    {
        using var unit = UnitOfWork.Enter();
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        Assert.Equal((0, 0), Probe.Ask());
        Transition.Turn(Probe.Table(2, 2), moveUnits: true, phase => Assert.Equal(phase == TurnPhase.Turned ? (2, 2) : (0, 0), Probe.Ask()));
        Assert.Equal((2, 2), Probe.Ask());
        Assert.Equal((2, 2), Probe.Slots());
    }

    [Fact]
    public void A_unit_that_began_on_the_new_version_ends_on_it_after_a_reversal()
    {
        Transition.Turn(Probe.Table(1, 1), moveUnits: false);
        using var unit = UnitOfWork.Enter();
        Transition.Turn(Array.Empty<HotWeave.Runtime.Dispatch?>(), moveUnits: false);
        Assert.Equal((1, 1), Probe.Ask());
        Assert.Equal((0, 0), Outside(Probe.Ask));
    }

    [Fact]
    public void A_second_turn_while_one_is_under_way_is_a_defect_and_changes_nothing()
    {
        Transition.Turn(Probe.Table(1, 1), moveUnits: true, _ =>
            Assert.Throws<InvalidOperationException>(() => Transition.Turn(Array.Empty<HotWeave.Runtime.Dispatch?>(), moveUnits: true)));
        Assert.Equal((1, 1), Probe.Ask());
    }
}
