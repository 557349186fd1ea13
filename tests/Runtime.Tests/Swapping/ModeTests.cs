using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class ModeTests : SwapTest
{
    private static readonly SwapOptions s_units = new() { Mode = SwapMode.UnitOfWork };

    [Fact]
    public async Task Behaviour_01_a_unit_ends_on_its_version_while_new_units_and_outside_callers_move()
    {
        var counters = new Counters("ModeUnits", 2);
        using var unit = OtherFlow.Enter("old job");
        var result = await HotSwap.ApplyAsync(counters.Patch(1), s_units);
        Assert.Equal(SwapMode.UnitOfWork, result.Mode);
        Assert.Null(result.ModeReason);
        Assert.Equal([0, 0], unit.Run(counters.Ask));
        Assert.Equal([1, 1], counters.Ask());
        using (UnitOfWork.Enter())
            Assert.Equal([1, 1], counters.Ask());

        await HotSwap.ApplyAsync(counters.Patch(2), s_units);
        Assert.Equal([0, 0], unit.Run(counters.Ask));
        Assert.Equal([2, 2], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_58_status_names_the_units_that_hold_a_version()
    {
        var counters = new Counters("ModeStatus", 1);
        var before = HotSwap.GetStatus().Current;
        var unit = OtherFlow.Enter("old job");
        await HotSwap.ApplyAsync(counters.Patch(1), s_units);
        var status = HotSwap.GetStatus();
        var held = Assert.Single(status.Units);
        Assert.Equal(("old job", before, false, false), (held.Name, held.Version, held.Moved, held.Cancelled));
        Assert.True(held.Age >= TimeSpan.Zero);
        Assert.Equal(VersionState.Draining, status.Versions.Single(v => v.Number == before).State);
        Assert.NotEmpty(status.NotKnown);
        Assert.Null(status.Waiting);

        unit.Dispose();
        status = HotSwap.GetStatus();
        Assert.Empty(status.Units);
        Assert.Equal(VersionState.Superseded, status.Versions.Single(v => v.Number == before).State);
    }

    [Fact]
    public async Task Behaviour_57_a_swap_is_reversed_while_old_units_drain_and_a_new_unit_ends_on_its_version()
    {
        var counters = new Counters("ModeReverse", 1);
        using var old = OtherFlow.Enter("old job");
        await HotSwap.ApplyAsync(counters.Patch(1), s_units);
        using var young = OtherFlow.Enter("young job");
        Assert.Equal([1], counters.Ask());

        var result = await HotSwap.ReverseAsync();
        Assert.Equal(SwapMode.UnitOfWork, result.Mode);
        Assert.Equal([0], counters.Ask());
        Assert.Equal([0], old.Run(counters.Ask));
        Assert.Equal([1], young.Run(counters.Ask));
    }

    [Fact]
    public async Task An_operation_that_waits_is_cancelled_by_whoever_asks_and_new_units_go_on()
    {
        var counters = new Counters("ModeCancelled", 1);
        Assert.Empty(HotSwap.CancelOperations());
        using var unit = OtherFlow.Enter("endless job");
        var swap = HotSwap.ApplyAsync(counters.Patch(1), new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromDays(1) });
        while (HotSwap.GetStatus().Waiting is null)
            await Task.Yield();
        var waiting = Task.Run(static () => UnitOfWork.EnterRoot("new job").Dispose());

        Assert.StartsWith("apply v0 -> v1", Assert.Single(HotSwap.CancelOperations()), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => swap);
        await waiting;
        Assert.True(swap.IsCanceled);
        Assert.Null(HotSwap.GetStatus().Waiting);
        Assert.Equal([0], counters.Ask());
        unit.Dispose();
        await HotSwap.ApplyAsync(counters.Patch(1), s_units);
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task An_operation_that_was_cancelled_before_it_began_does_not_run_any_more_for_whoever_awaited_it()
    {
        for (var round = 0; round < 100; round++)
        {
            using var caller = new CancellationTokenSource();
            var purge = BeginAndCancel(caller);
            await Record.ExceptionAsync(() => purge);
            Assert.Empty(HotSwap.CancelOperations());
        }

        // At once, while the operation's thread begins.
        static Task BeginAndCancel(CancellationTokenSource caller)
        {
            var purge = HotSwap.PurgeAsync(cancellationToken: caller.Token);
            caller.Cancel();
            return purge;
        }
    }

    [Fact]
    public async Task HW6210_what_has_drained_is_not_reversed()
    {
        var counters = new Counters("ModeDrained", 1);
        OtherFlow.Enter("old job").Dispose();
        await HotSwap.ApplyAsync(counters.Patch(1), s_units);
        await RefusedAsync("HW6210", () => HotSwap.ReverseAsync());
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_44_HW6208_units_that_run_too_long_are_named_and_nothing_has_changed()
    {
        var counters = new Counters("ModeDeadline", 1);
        var options = new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMilliseconds(20) };
        using var unit = OtherFlow.Enter("endless job");
        var e = await RefusedAsync("HW6208", () => HotSwap.ApplyAsync(counters.Patch(1), options));
        Assert.Contains("endless job (", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(", or use the mode UnitOfWork.", e.Message, StringComparison.Ordinal);
        Assert.Equal([0], counters.Ask());
        Assert.Equal(VersionNumber.Baseline, HotSwap.GetStatus().Current);
        Assert.Null(HotSwap.GetStatus().Waiting);
    }

    [Fact]
    public async Task Quiescent_waits_for_running_units_and_status_shows_it()
    {
        var counters = new Counters("ModeQuiescent", 1);
        var unit = OtherFlow.Enter("job");
        var swap = HotSwap.ApplyAsync(counters.Patch(1), new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMinutes(1) });
        while (HotSwap.GetStatus().Waiting is null)
            await Task.Yield();
        var answer = Task.Run(async () =>
        {
            using var waits = await UnitOfWork.EnterAsync("waits");
            return counters.Ask();
        });
        while (HotSwap.GetStatus().Waiting is not { Waiting: 1, Running: 1 })
            await Task.Yield();
        Assert.Equal([0], counters.Ask());
        unit.Dispose();
        Assert.Equal(SwapMode.Quiescent, (await swap).Mode);
        var moved = await answer;
        Assert.Equal([1], moved);
    }

    [Fact]
    public async Task Behaviour_56_a_waiting_swap_refuses_another_by_name_and_can_be_cancelled()
    {
        var counters = new Counters("ModeBusy", 1);
        using var unit = OtherFlow.Enter("job");
        using var cancellation = new CancellationTokenSource();
        var options = new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMinutes(1) };
        var swap = HotSwap.ApplyAsync(counters.Patch(1), options, cancellation.Token);
        while (HotSwap.GetStatus().Waiting is null)
            await Task.Yield();
        await RefusedAsync("HW6201", () => HotSwap.ReverseAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => swap);
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task Without_a_word_about_the_mode_a_process_with_units_gets_UnitOfWork_and_the_result_says_why()
    {
        var counters = new Counters("ModeDefault", 1);
        using var unit = OtherFlow.Enter("job");
        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.Equal((SwapMode.UnitOfWork, "the process uses units of work"), (result.Mode, result.ModeReason));
        Assert.Equal([0], unit.Run(counters.Ask));

        var back = await HotSwap.RollbackAsync(null, new SwapOptions { Mode = SwapMode.Immediate });
        Assert.Equal(SwapMode.Immediate, back.Mode);
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task Settings_give_the_mode_and_HW6211_refuses_wrong_ones()
    {
        var counters = new Counters("ModeSetting", 1);
        var patch = counters.Patch(1);
        try
        {
            AppContext.SetData("HotWeave.Mode", "sometimes");
            await RefusedAsync("HW6211", () => HotSwap.ApplyAsync(patch));
            AppContext.SetData("HotWeave.Mode", "quiescent");
            AppContext.SetData("HotWeave.Timeout", "0.02");
            using (OtherFlow.Enter("job"))
                await RefusedAsync("HW6208", () => HotSwap.ApplyAsync(patch));
            var result = await HotSwap.ApplyAsync(patch);
            Assert.Equal((SwapMode.Quiescent, "the settings say so"), (result.Mode, result.ModeReason));
        }
        finally
        {
            AppContext.SetData("HotWeave.Mode", null);
            AppContext.SetData("HotWeave.Timeout", null);
        }
    }

    [Fact]
    public void A_timeout_is_more_than_nothing_and_at_most_a_day()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SwapOptions { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SwapOptions { Timeout = TimeSpan.FromDays(2) });
        Assert.Equal(TimeSpan.FromDays(1), new SwapOptions { Timeout = TimeSpan.FromDays(1) }.Timeout);
    }
}
