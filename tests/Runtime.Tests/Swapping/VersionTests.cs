using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class VersionTests : SwapTest
{
    [Fact]
    public async Task Behaviour_59_patches_are_cumulative_and_rollback_goes_back_step_by_step()
    {
        var counters = new Counters("Steps", 3);
        var first = await HotSwap.ApplyAsync(counters.Patch(1, [0, 1]));
        var second = await HotSwap.ApplyAsync(counters.Patch(2, [1, 2]));
        Assert.Equal([0, 2, 2], counters.Ask());
        Assert.Equal(["N.T0", "N.T1", "N.T2"], second.Types);
        var third = await HotSwap.ApplyAsync(counters.Patch(3, [0]));
        Assert.Equal([3, 0, 0], counters.Ask());

        Assert.Equal(second.To, (await HotSwap.RollbackAsync()).To);
        Assert.Equal([0, 2, 2], counters.Ask());
        Assert.Equal(first.To, (await HotSwap.RollbackAsync()).To);
        Assert.Equal([1, 1, 0], counters.Ask());
        Assert.Equal(VersionNumber.Baseline, (await HotSwap.RollbackAsync()).To);
        Assert.Equal([0, 0, 0], counters.Ask());
        Assert.True(third.To > second.To && second.To > first.To);
    }

    [Fact]
    public async Task Rolls_back_over_several_versions_at_once()
    {
        var counters = new Counters("Over", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1));
        await HotSwap.ApplyAsync(counters.Patch(2));
        await HotSwap.ApplyAsync(counters.Patch(3));
        await HotSwap.RollbackAsync(first.To);
        Assert.Equal([1], counters.Ask());
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task A_patch_that_is_loaded_is_turned_to_and_not_loaded_again()
    {
        var counters = new Counters("Again", 1);
        var patch = counters.Patch(1);
        var first = await HotSwap.ApplyAsync(patch);
        await HotSwap.RollbackAsync();
        var again = await HotSwap.ApplyAsync(patch);
        Assert.Equal(first.To, again.To);
        Assert.Equal([1], counters.Ask());
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), static a => a.GetName().Name == "Again.Patch1");
    }

    [Fact]
    public async Task After_going_forward_from_a_rolled_back_state_rollback_skips_what_was_rolled_back()
    {
        var counters = new Counters("Skip", 1);
        await HotSwap.ApplyAsync(counters.Patch(1));
        await HotSwap.RollbackAsync();
        await HotSwap.ApplyAsync(counters.Patch(2));
        var back = await HotSwap.RollbackAsync();
        Assert.Equal(VersionNumber.Baseline, back.To);
    }

    [Fact]
    public async Task Patches_of_different_assemblies_live_side_by_side()
    {
        var a = new Counters("SideA", 1);
        var b = new Counters("SideB", 1);
        await HotSwap.ApplyAsync(a.Patch(1));
        var both = await HotSwap.ApplyAsync(b.Patch(1));
        Assert.Equal((1, 1), (a.Ask()[0], b.Ask()[0]));
        Assert.Equal(["N.T0"], both.Types);

        await HotSwap.ApplyAsync(a.Patch(2));
        Assert.Equal((2, 1), (a.Ask()[0], b.Ask()[0]));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);

        // The same patch on another content is another version.
        var alone = await HotSwap.ApplyAsync(b.Patch(1));
        Assert.Equal((0, 1), (a.Ask()[0], b.Ask()[0]));
        Assert.NotEqual(both.To, alone.To);
    }

    [Fact]
    public async Task Behaviour_49_status_lists_versions_with_state_and_types_and_the_woven_assemblies()
    {
        var counters = new Counters("Listed", 2);
        var patch = counters.Patch(1, [1]);
        var first = await HotSwap.ApplyAsync(patch);
        var second = await HotSwap.ApplyAsync(counters.Patch(2));
        var status = HotSwap.GetStatus();

        Assert.Equal(second.To, status.Current);
        Assert.Null(status.Operation);
        // By number, the baseline first; those that tests before unloaded may be forgotten.
        var numbers = status.Versions.Select(v => v.Number.Value).ToList();
        Assert.Equal(0, numbers[0]);
        Assert.Equal(numbers.Distinct().Order(), numbers);
        var version = status.Find(first.To)!;
        Assert.Equal((VersionState.Superseded, first.PatchId, "v0", "v1", false), (version.State, version.PatchId, version.FromLabel, version.ToLabel, version.Reclaimable));
        Assert.Equal(["N.T1"], version.Types);
        Assert.Equal(VersionState.Current, status.Find(second.To)!.State);
        Assert.Equal((VersionState.Superseded, null), (status.Versions[0].State, status.Versions[0].PatchId));

        var assembly = Assert.Single(status.Assemblies, static a => a.Name == "Listed");
        Assert.Equal((counters.Woven.Id, 2, "all", "Listed", 2), (assembly.BaselineId, assembly.Format, assembly.Settings, assembly.LoadContext, assembly.SwappableTypes));
    }

    [Fact]
    public async Task A_prepared_patch_changes_nothing_until_it_is_committed()
    {
        var counters = new Counters("Prepared", 1);
        var prepared = await HotSwap.PrepareAsync(counters.Patch(1));
        Assert.Equal(("v0", "v1"), (prepared.FromLabel, prepared.ToLabel));
        Assert.Equal(["N.T0"], prepared.Types);
        Assert.Equal(["changed N.T0.Answer()"], prepared.Edits);
        Assert.Equal([0], counters.Ask());
        Assert.Equal([prepared.Id], HotSwap.GetStatus().Prepared.Select(static p => p.PatchId));
        Assert.Equal(VersionNumber.Baseline, HotSwap.GetStatus().Current);

        await prepared.CommitAsync();
        Assert.Equal([1], counters.Ask());
        Assert.Empty(HotSwap.GetStatus().Prepared);
        await Assert.ThrowsAsync<InvalidOperationException>(() => prepared.CommitAsync());
    }

    [Fact]
    public async Task A_discarded_patch_cannot_be_committed()
    {
        var counters = new Counters("Discarded", 1);
        var prepared = await HotSwap.PrepareAsync(counters.Patch(1));
        prepared.Discard();
        prepared.Discard();
        Assert.Empty(HotSwap.GetStatus().Prepared);
        await Assert.ThrowsAsync<InvalidOperationException>(() => prepared.CommitAsync());
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task A_commit_that_was_refused_can_be_tried_again()
    {
        var counters = new Counters("Retry", 1);
        var patch = counters.Patch(1);
        var prepared = await HotSwap.PrepareAsync(patch);
        await HotSwap.ApplyAsync(patch);
        await RefusedAsync("HW6114", () => prepared.CommitAsync());
        Assert.Equal([prepared.Id], HotSwap.GetStatus().Prepared.Select(static p => p.PatchId));
        await HotSwap.RollbackAsync();
        await prepared.CommitAsync();
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task Applies_a_file()
    {
        var counters = new Counters("File", 1);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, counters.Patch(1));
            await HotSwap.ApplyAsync(path);
            Assert.Equal([1], counters.Ask());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
