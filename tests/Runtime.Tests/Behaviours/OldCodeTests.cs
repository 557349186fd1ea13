using System.Runtime.CompilerServices;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;

namespace HotWeave.Runtime.Tests.Behaviours;

/// <summary>What Erlang's suites ask of old code: that it is known, that it goes, and what it may not be held by. The numbers are those of docs/erlang.md.</summary>
public sealed class OldCodeTests : SwapTest
{
    private static readonly SwapOptions s_reclaimable = new() { Reclaimable = true, Mode = SwapMode.UnitOfWork };
    private static readonly PurgeOptions s_soft = new() { Soft = true };
    private static readonly PurgeOptions s_patient = new() { Timeout = TimeSpan.FromMinutes(1) };
    private static Exception? s_stored;

    [Fact]
    public async Task Behaviour_05_taking_a_version_away_leaves_the_unit_that_runs_it_and_happens_once()
    {
        var counters = new Counters("OldDelete", 1);
        await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        using var unit = OtherFlow.Enter("runs on");
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal((1, 0), (unit.Run(counters.Ask)[0], counters.Ask()[0]));
        await RefusedAsync("HW6204", () => HotSwap.RollbackAsync());
        await RefusedAsync("HW6207", () => HotSwap.RollbackAsync(VersionNumber.Baseline));
        Assert.Equal(1, unit.Run(counters.Ask)[0]);
    }

    [Fact]
    public async Task Behaviour_09_every_version_is_listed_once_and_one_is_current()
    {
        var counters = new Counters("OldListed", 2);
        var patch = counters.Patch(1);
        await HotSwap.ApplyAsync(patch);
        await HotSwap.RollbackAsync();
        await HotSwap.ApplyAsync(patch);
        var last = await HotSwap.ApplyAsync(counters.Patch(2, [1]));
        var status = HotSwap.GetStatus();
        Assert.Distinct(status.Versions.Select(static v => v.Number));
        Assert.Distinct(status.Assemblies.Where(static a => a.Name == "OldListed"));
        Assert.Equal(last.To, Assert.Single(status.Versions, static v => v.State == VersionState.Current).Number);
    }

    [Fact]
    public async Task Behaviour_12_a_stored_exception_holds_code_only_as_long_as_it_is_stored_and_a_purge_says_so()
    {
        var counters = new Counters("OldTrace", 1);
        var source = Counters.PatchSource(1, [0]).Replace("Answer() => 1;", "Answer() => throw new System.NotSupportedException(\"stored\");", StringComparison.Ordinal);
        var (image, symbols) = CSharp.Compile("OldTrace.Patch1", source, Counters.RuntimeImage, counters.Woven.Image);
        var first = await HotSwap.ApplyAsync(PatchFile.Write(counters.Manifest(1, [0]), image, symbols), s_reclaimable);
        Store(counters);
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        Assert.Equal(PurgeOutcome.StillReferenced, Of(await HotSwap.PurgeAsync(s_soft), first.To).Outcome);
        Assert.Contains("Answer", s_stored!.StackTrace, StringComparison.Ordinal);
        s_stored = null;
        Assert.Equal(PurgeOutcome.Unloaded, Of(await HotSwap.PurgeAsync(s_soft), first.To).Outcome);
    }

    [Fact]
    public async Task Behaviour_20_an_old_version_is_remembered_while_new_ones_fail_or_wait_and_goes_afterwards()
    {
        var counters = new Counters("OldKept", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        using var unit = OtherFlow.Enter("lingers");
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(counters.Patch(3).AsMemory(..^1), s_reclaimable));
        Assert.Equal(VersionState.Draining, State(first.To));
        var pending = await HotSwap.PrepareAsync(counters.Patch(3), s_reclaimable);
        Assert.Equal((VersionState.Draining, 1), (State(first.To), unit.Run(counters.Ask)[0]));
        pending.Discard();
        unit.Dispose();
        Assert.Equal(PurgeOutcome.Unloaded, Of(await HotSwap.PurgeAsync(s_soft), first.To).Outcome);
    }

    [Fact]
    public async Task Behaviour_22_a_version_has_one_state_at_a_time_from_prepared_to_unloaded()
    {
        var counters = new Counters("OldStates", 1);
        var prepared = await HotSwap.PrepareAsync(counters.Patch(1), s_reclaimable);
        Assert.Contains(HotSwap.GetStatus().Prepared, p => p.PatchId == prepared.Id);
        var first = await prepared.CommitAsync();
        Assert.Equal(VersionState.Current, State(first.To));
        var unit = OtherFlow.Enter("lingers");
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        Assert.Equal(VersionState.Draining, State(first.To));
        unit.Dispose();
        Assert.Equal(VersionState.Superseded, State(first.To));
        await HotSwap.PurgeAsync(s_soft);
        Assert.Equal(VersionState.Unloaded, State(first.To));
    }

    [Fact]
    public async Task Behaviour_29_whether_there_is_old_code_can_be_asked()
    {
        var counters = new Counters("OldAsked", 1);
        await HotSwap.PurgeAsync();
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        Assert.DoesNotContain(HotSwap.GetStatus().Versions, v => v.Number >= first.To && v.State != VersionState.Current);
        using var unit = OtherFlow.Enter("lingers");
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        var old = HotSwap.GetStatus().Find(first.To)!;
        Assert.Equal(VersionState.Draining, old.State);
        Assert.Contains("lingers", old.HeldBy[0], StringComparison.Ordinal);
        unit.Dispose();
        await HotSwap.PurgeAsync();
        Assert.Empty(HotSwap.GetStatus().Find(first.To)!.HeldBy);
    }

    [Fact]
    public async Task Behaviour_33_loading_and_purging_again_and_again_leaves_less_than_64_kilobytes()
    {
        var counters = new Counters("OldLeak", 4);
        var patches = new[] { counters.Patch(1), counters.Patch(2) };
        for (var round = 0; round < 10; round++)
            await RoundAsync(round);
        // What leaks does so every time; what else the process keeps meanwhile, such as the tests' own report, does not.
        var left = new List<long>();
        do
        {
            var before = Heap();
            for (var round = 0; round < 10; round++)
                await RoundAsync(round);
            left.Add(Heap() - before);
        }
        while (left[^1] >= 64 * 1024 && left.Count < 5);
        Assert.True(left[^1] < 64 * 1024, "Bytes that each ten rounds left: " + string.Join(", ", left));

        // What a context leaves goes in several collections, each after the finalizers that the one before has called for.
        static long Heap()
        {
            for (var round = 0; round < 10; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return GC.GetTotalMemory(forceFullCollection: true);
        }

        async Task RoundAsync(int round)
        {
            await HotSwap.ApplyAsync(patches[round % 2], s_reclaimable);
            using var unit = OtherFlow.Enter("user");
            Assert.Equal(round % 2 + 1, unit.Run(counters.Ask)[3]);
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
            unit.Dispose();
            Assert.True((await HotSwap.PurgeAsync(s_soft)).IsClean);
        }
    }

    [Fact]
    public async Task Behaviour_34_a_call_that_has_ended_leaves_nothing_in_use_on_a_thread_that_lives_on()
    {
        var counters = new Counters("OldFalse", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        var called = new TaskCompletionSource<int>();
        using var end = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            int answer;
            using (UnitOfWork.Enter("ends"))
                answer = counters.Ask()[0];
            called.SetResult(answer);
            end.Wait();
        });
        thread.Start();
        try
        {
            Assert.Equal(1, await called.Task);
            await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
            Assert.Equal(PurgeOutcome.Unloaded, Of(await HotSwap.PurgeAsync(s_soft), first.To).Outcome);
        }
        finally
        {
            end.Set();
            thread.Join();
        }
    }

    [Fact]
    public async Task Behaviour_45_a_purge_of_ten_types_and_a_thousand_units_leaves_the_next_swap_one_version_to_replace()
    {
        var counters = new Counters("OldMany", 10);
        await HotSwap.PurgeAsync();
        var first = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        var units = Enumerable.Range(0, 1000).Select(static i => OtherFlow.Enter("unit " + i)).ToList();
        Assert.All(units, unit => Assert.Equal(1, unit.Run(counters.Ask)[9]));
        var second = await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        foreach (var unit in units)
            unit.Handle.CancellationToken.Register(unit.Dispose);
        Assert.Equal(PurgeOutcome.Unloaded, Of(await HotSwap.PurgeAsync(s_patient), first.To).Outcome);

        await HotSwap.ApplyAsync(counters.Patch(3), s_reclaimable);
        var old = (await HotSwap.PurgeAsync(s_soft)).Versions.Where(v => v.Number >= first.To);
        Assert.Equal(second.To, Assert.Single(old).Number);
        Assert.Equal(Enumerable.Repeat(3, 10), counters.Ask());
    }

    private static PurgedVersion Of(PurgeResult result, VersionNumber number) => result.Versions.Single(v => v.Number == number);

    private static VersionState State(VersionNumber number) => HotSwap.GetStatus().Find(number)!.State;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Store(Counters counters)
    {
        try
        {
            counters.Ask();
        }
        catch (NotSupportedException e)
        {
            s_stored = e;
        }
    }
}
