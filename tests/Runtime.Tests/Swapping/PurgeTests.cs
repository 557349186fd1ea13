using System.Runtime.CompilerServices;
using HotWeave.Protocol;
using HotWeave.Purging;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class PurgeTests : SwapTest
{
    private static readonly SwapOptions s_reclaimable = new() { Reclaimable = true, Mode = SwapMode.UnitOfWork };
    private static readonly PurgeOptions s_soft = new() { Soft = true };
    private static readonly PurgeOptions s_patient = new() { Timeout = TimeSpan.FromMinutes(1) };
    private static Func<int>? s_held;

    [Fact]
    public async Task Behaviour_06_a_purge_says_that_nothing_is_old_and_unloads_what_is()
    {
        var counters = new Counters("PurgeOld", 1);
        await HotSwap.PurgeAsync();
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        Assert.DoesNotContain((await HotSwap.PurgeAsync()).Versions, v => v.Number >= first.To);

        var unit = OtherFlow.Enter("lingers");
        var token = unit.Handle.CancellationToken;
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        var purge = HotSwap.PurgeAsync(s_patient);
        await SignalledAsync(token);
        Assert.Equal(1, unit.Run(counters.Ask)[0]);
        unit.Dispose();
        var result = await purge;
        Assert.Equal(PurgeOutcome.Unloaded, Of(result, first.To).Outcome);
        Assert.True(result.IsClean);
        Assert.Equal([2], counters.Ask());
        Assert.Equal(VersionState.Unloaded, HotSwap.GetStatus().Find(first.To)!.State);
        await RefusedAsync("HW6206", () => HotSwap.RollbackAsync());
    }

    [Fact]
    public void A_purge_that_has_ended_may_still_be_told_that_units_settled()
    {
        using var unit = OtherFlow.Enter("deaf");
        using var reading = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        Exception? thrown = null;
        // Called before the purge's own handler, by a thread that has read both.
        void Hold()
        {
            reading.Set();
            ended.Wait();
        }

        var settling = new Thread(() => thrown = Record.Exception(Transition.TrySettle));
        Transition.Settled += Hold;
        try
        {
            OldUnits.AskToEnd(
                _ =>
                {
                    if (!reading.IsSet)
                    {
                        settling.Start();
                        reading.Wait();
                    }

                    return true;
                },
                TimeSpan.FromMilliseconds(1),
                default);
        }
        finally
        {
            Transition.Settled -= Hold;
            ended.Set();
            settling.Join();
        }

        Assert.Null(thrown);
    }

    [Fact]
    public async Task Behaviour_07_a_thousand_lingering_units_end_and_a_thousand_others_live_on_again_and_again()
    {
        var counters = new Counters("PurgeMany", 1);
        for (var round = 1; round <= 3; round++)
        {
            var old = Enumerable.Range(0, 1000).Select(i => OtherFlow.Enter("old " + i)).ToList();
            var applied = await HotSwap.ApplyAsync(counters.Patch(round), s_reclaimable);
            var others = Enumerable.Range(0, 1000).Select(i => OtherFlow.Enter("other " + i)).ToList();
            try
            {
                foreach (var unit in old)
                    unit.Handle.CancellationToken.Register(unit.Dispose);
                var result = await HotSwap.PurgeAsync(s_patient);
                Assert.True(result.IsClean, string.Join(", ", result.Versions));
                var status = HotSwap.GetStatus();
                Assert.Equal(1000, status.Units.Count);
                Assert.All(status.Units, u => Assert.Equal((applied.To, false), (u.Version, u.Cancelled)));
            }
            finally
            {
                foreach (var unit in others)
                    unit.Dispose();
            }
        }
    }

    [Fact]
    public async Task Behaviour_08_a_soft_purge_leaves_alone_what_units_run_and_unloads_it_when_they_have_ended()
    {
        var counters = new Counters("PurgeSoft", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        using var unit = OtherFlow.Enter("lingers");
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        var held = Of(await HotSwap.PurgeAsync(s_soft), first.To);
        Assert.Equal((PurgeOutcome.Held, "lingers"), (held.Outcome, Assert.Single(held.Units).Name));
        Assert.False(unit.Handle.CancellationToken.IsCancellationRequested);
        Assert.Equal(1, unit.Run(counters.Ask)[0]);
        var status = HotSwap.GetStatus().Find(first.To)!;
        Assert.Equal(VersionState.Draining, status.State);
        Assert.StartsWith("units of work: lingers (", status.HeldBy[0], StringComparison.Ordinal);

        unit.Dispose();
        Assert.Equal(PurgeOutcome.Unloaded, Of(await HotSwap.PurgeAsync(s_soft), first.To).Outcome);
    }

    [Fact]
    public async Task Units_that_do_not_end_hold_their_version_and_it_is_let_go_of_when_they_have()
    {
        var counters = new Counters("PurgeHeld", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        var unit = OtherFlow.Enter("deaf");
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        var result = await HotSwap.PurgeAsync(new PurgeOptions { Timeout = TimeSpan.FromMilliseconds(10) });
        Assert.False(result.IsClean);
        Assert.Equal((PurgeOutcome.Held, true), (Of(result, first.To).Outcome, Of(result, first.To).Units[0].Cancelled));
        Assert.Equal(1, unit.Run(counters.Ask)[0]);
        unit.Dispose();
        SpinWait.SpinUntil(
            () =>
            {
                Collect();
                return State(first.To) == VersionState.Unloaded;
            },
            TimeSpan.FromMinutes(1));
        Assert.Equal(VersionState.Unloaded, State(first.To));
    }

    [Fact]
    public async Task What_a_delegate_holds_is_said_to_be_still_referenced_and_permanent_code_to_stay()
    {
        var counters = new Counters("PurgeDelegate", 1);
        var permanent = await HotSwap.ApplyAsync(counters.Patch(1));
        var first = await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        HoldDelegate(counters);
        await HotSwap.ApplyAsync(counters.Patch(3), s_reclaimable);
        var result = await HotSwap.PurgeAsync(s_soft);
        Assert.Equal(PurgeOutcome.StillReferenced, Of(result, first.To).Outcome);
        Assert.Equal(PurgeOutcome.Permanent, Of(result, permanent.To).Outcome);
        Assert.Contains("cannot be seen", Assert.Single(HotSwap.GetStatus().Find(first.To)!.HeldBy), StringComparison.Ordinal);
        Assert.Equal(2, Ask());
        s_held = null;
        Assert.Equal(PurgeOutcome.Unloaded, Of(await HotSwap.PurgeAsync(s_soft), first.To).Outcome);
        await HotSwap.RollbackAsync(permanent.To);
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task HW6219_the_current_version_is_not_purged_and_one_version_can_be_meant()
    {
        var counters = new Counters("PurgeOne", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        await RefusedAsync("HW6219", () => HotSwap.PurgeAsync(new PurgeOptions { Version = first.To }));
        await RefusedAsync("HW6205", () => HotSwap.PurgeAsync(new PurgeOptions { Version = new VersionNumber(9999) }));
        using var unit = OtherFlow.Enter("baseline is not meant");
        var second = await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        using var young = OtherFlow.Enter("nor is this");
        await HotSwap.ApplyAsync(counters.Patch(3), s_reclaimable);
        unit.Dispose();
        var result = await HotSwap.PurgeAsync(new PurgeOptions { Version = first.To });
        Assert.Equal((first.To, PurgeOutcome.Unloaded), (Assert.Single(result.Versions).Number, result.Versions[0].Outcome));
        Assert.Equal(VersionState.Draining, State(second.To));
        Assert.False(young.Handle.CancellationToken.IsCancellationRequested);
    }

    private static async Task SignalledAsync(CancellationToken token)
    {
        var signalled = new TaskCompletionSource();
        await using var registration = token.Register(() => signalled.SetResult());
        await signalled.Task;
    }

    private static PurgedVersion Of(PurgeResult result, VersionNumber number) => result.Versions.Single(v => v.Number == number);

    private static VersionState State(VersionNumber number) => HotSwap.GetStatus().Find(number)!.State;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldDelegate(Counters counters)
    {
        var dispatch = counters.Woven.Assembly.GetType("<HotWeave>Slots")!.GetField("N_T0")!.GetValue(null)!;
        s_held = dispatch.GetType().GetMethod("Answer")!.CreateDelegate<Func<int>>(dispatch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ask() => s_held!();
}
