using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class PrepareAndCommitTests : SwapTest, IDisposable
{
    public void Dispose()
    {
        foreach (var left in HotSwap.GetPrepared())
            left.Discard();
    }

    [Fact]
    public async Task Behaviour_23_types_are_prepared_together_and_turn_together_or_not_at_all()
    {
        var counters = new Counters("Together", 3);
        var prepared = await HotSwap.PrepareAsync(counters.Patch(1));
        Assert.Equal([0, 0, 0], counters.Ask());
        await prepared.CommitAsync();
        Assert.Equal([1, 1, 1], counters.Ask());

        var next = await HotSwap.PrepareAsync(counters.Patch(2));
        using var unit = UnitOfWork.Enter("lingers");
        var wait = new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMilliseconds(10) };
        await RefusedAsync("HW6208", () => next.CommitAsync(wait));
        Assert.Equal([1, 1, 1], counters.Ask());
        unit.Dispose();
        var result = await next.CommitAsync(new SwapOptions { Mode = SwapMode.Quiescent });
        Assert.Equal(SwapMode.Quiescent, result.Mode);
        Assert.Equal([2, 2, 2], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_24_a_prepared_patch_is_named_by_its_digest_and_what_is_not_prepared_is_refused()
    {
        var e = await RefusedAsync("HW6212", () => Task.FromResult(HotSwap.FindPrepared()));
        Assert.Contains("prepared are: none", e.Message, StringComparison.Ordinal);
        var counters = new Counters("Named", 1);
        var first = await HotSwap.PrepareAsync(counters.Patch(1));
        Assert.Same(first, HotSwap.FindPrepared());
        Assert.Same(first, HotSwap.FindPrepared(first.Id[..6].ToUpperInvariant()));
        var second = await HotSwap.PrepareAsync(counters.Patch(2));
        Assert.Equal([first, second], HotSwap.GetPrepared());
        e = await RefusedAsync("HW6213", () => Task.FromResult(HotSwap.FindPrepared("")));
        Assert.Contains(second.Id[..12], e.Message, StringComparison.Ordinal);
        Assert.Same(second, HotSwap.FindPrepared(second.Id));
        e = await RefusedAsync("HW6212", () => Task.FromResult(HotSwap.FindPrepared(new string('0', 64))));
        Assert.Contains(first.Id[..12], e.Message, StringComparison.Ordinal);
        second.Discard();
        await RefusedAsync("HW6212", () => Task.FromResult(HotSwap.FindPrepared(second.Id)));
    }

    [Fact]
    public async Task A_check_says_what_would_be_done_and_does_nothing()
    {
        var counters = new Counters("Checked", 2);
        var patch = counters.Patch(1, [1]);
        var before = HotSwap.GetStatus();
        var check = await HotSwap.CheckAsync(patch, new SwapOptions { Mode = SwapMode.Immediate });
        Assert.Equal((VersionNumber.Baseline, VersionsEver(before)), (check.From, check.To.Value));
        Assert.Equal(["N.T1"], check.Types);
        Assert.Equal((SwapMode.Immediate, null), (check.Mode, check.ModeReason));
        Assert.Equal(["changed N.T1.Answer()"], check.Patch.Edits);
        Assert.Equal([0, 0], counters.Ask());
        var after = HotSwap.GetStatus();
        Assert.Equal((before.Current, VersionsEver(before), 0), (after.Current, VersionsEver(after), after.Prepared.Count));

        var result = await HotSwap.ApplyAsync(patch);
        Assert.Equal(check.To, result.To);
        Assert.Equal(check.Patch.ToJson(), result.Patch?.ToJson());
        await RefusedAsync("HW6114", () => HotSwap.CheckAsync(patch));
    }

    [Fact]
    public async Task Behaviour_62_a_check_refuses_what_an_application_would()
    {
        var counters = new Counters("CheckedOther", 1);
        var file = Patches.Format.PatchFile.Read(counters.Patch(1));
        var other = file.Manifest with { Baselines = [file.Manifest.Baselines[0] with { BaselineId = new string('a', 64) }] };
        await RefusedAsync("HW6103", () => HotSwap.CheckAsync(Patches.Format.PatchFile.Write(other, file.Assembly, [])));
        await RefusedAsync("HW6101", () => HotSwap.CheckAsync(new byte[10]));
    }
}
