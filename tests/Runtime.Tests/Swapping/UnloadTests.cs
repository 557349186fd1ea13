using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class UnloadTests : SwapTest
{
    private static readonly SwapOptions s_reclaimable = new() { Reclaimable = true };
    private static Func<int>? s_held;

    [Fact]
    public async Task Behaviour_48_a_reclaimable_version_unloads_after_rollback()
    {
        var counters = new Counters("Reclaimed", 2);
        var (context, version) = await ApplyAsync(counters, counters.Patch(1));
        Assert.Equal((true, VersionState.Current), (HotSwap.GetStatus().Find(new VersionNumber(version))!.Reclaimable, State(version)));
        Assert.Equal([1, 1], counters.Ask());
        await HotSwap.RollbackAsync();
        Assert.NotEqual(VersionState.Superseded, State(version));
        Dies(context);
        Assert.Equal(VersionState.Unloaded, State(version));
        await HotSwap.ApplyAsync(counters.Patch(2));
        var e = await RefusedAsync("HW6206", () => HotSwap.RollbackAsync(new VersionNumber(version)));
        Assert.Contains("Roll back to 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_before_the_current_one_stays_for_rollback_and_older_ones_unload()
    {
        var counters = new Counters("Kept", 1);
        var (first, firstVersion) = await ApplyAsync(counters, counters.Patch(1));
        var (second, secondVersion) = await ApplyAsync(counters, counters.Patch(2));
        Assert.Equal(VersionState.Superseded, State(firstVersion));
        var (third, _) = await ApplyAsync(counters, counters.Patch(3));
        Dies(first);
        Assert.Equal(VersionState.Unloaded, State(firstVersion));
        Assert.True(second.IsAlive && third.IsAlive);

        await HotSwap.RollbackAsync();
        Assert.Equal([2], counters.Ask());
        Assert.Equal(VersionState.Current, State(secondVersion));
        Dies(third);
        await RefusedAsync("HW6206", () => HotSwap.RollbackAsync());
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Dies(second);
    }

    [Fact]
    public async Task A_reclaimable_patch_that_unloaded_can_be_applied_again()
    {
        var counters = new Counters("Reload", 1);
        var patch = counters.Patch(1);
        var (context, version) = await ApplyAsync(counters, patch);
        await HotSwap.RollbackAsync();
        Dies(context);
        var (_, again) = await ApplyAsync(counters, patch);
        Assert.NotEqual(version, again);
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_27_a_delegate_keeps_the_code_and_status_says_so()
    {
        var counters = new Counters("Holder", 1);
        var (context, version) = await ApplyAsync(counters, counters.Patch(1));
        HoldDelegate(counters);
        await HotSwap.RollbackAsync();
        Collect();
        Assert.True(context.IsAlive);
        Assert.Equal(VersionState.Unloading, State(version));
        Assert.Equal(1, AskHeld());
        s_held = null;
        Dies(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldDelegate(Counters counters)
    {
        var dispatch = counters.Woven.Assembly.GetType("<HotWeave>Slots")!.GetField("N_T0")!.GetValue(null)!;
        s_held = dispatch.GetType().GetMethod("Answer")!.CreateDelegate<Func<int>>(dispatch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AskHeld() => s_held!();

    [Fact]
    public async Task Behaviour_47_prepared_and_discarded_or_refused_patches_unload()
    {
        var counters = new Counters("Dropped", 1);
        var before = PatchContexts();
        (await HotSwap.PrepareAsync(counters.Patch(1), s_reclaimable)).Discard();
        var file = Patches.Format.PatchFile.Read(counters.Patch(2));
        var misfit = file.Manifest with { Types = [file.Manifest.Types[0] with { DoorClass = "P.Gone" }] };
        await RefusedAsync("HW6109", () => HotSwap.ApplyAsync(Patches.Format.PatchFile.Write(misfit, file.Assembly, []), s_reclaimable));
        for (var i = 0; i < 100 && PatchContexts() > before; i++)
            Collect();
        Assert.Equal(before, PatchContexts());
    }

    [Fact]
    public async Task A_patch_keeps_its_kind_of_loading_and_says_so()
    {
        var counters = new Counters("Kind", 1);
        var patch = counters.Patch(1);
        await HotSwap.ApplyAsync(patch);
        await HotSwap.RollbackAsync();
        var again = await HotSwap.ApplyAsync(patch, s_reclaimable);
        Assert.StartsWith("HW6303: ", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_versions_that_are_unloaded_the_last_hundred_are_remembered_and_no_number_is_used_again()
    {
        var counters = new Counters("Remembered", 1);
        var patch = counters.Patch(1);
        var (first, before) = (await HotSwap.ApplyAsync(counters.Patch(2)), HotSwap.GetStatus());
        for (var i = 0; i < 120; i++)
        {
            var (context, version) = await ApplyAsync(counters, patch);
            Assert.Equal(first.To.Value + 1 + i, version);
            await HotSwap.RollbackAsync();
            Dies(context);
        }

        await ApplyAsync(counters, patch);
        var status = HotSwap.GetStatus();
        Assert.Equal(VersionsEver(before) + 121, VersionsEver(status));
        Assert.Equal(100, status.Versions.Count(static v => v.State == VersionState.Unloaded));
        Assert.Equal((VersionState.Superseded, VersionState.Current), (status.Find(first.To)!.State, status.Find(status.Current)!.State));
        var forgotten = new VersionNumber(first.To.Value + 1);
        Assert.Null(status.Find(forgotten));
        var e = await RefusedAsync("HW6206", () => HotSwap.RollbackAsync(forgotten));
        Assert.Contains($"Roll back to {first.To},", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_says_how_much_a_version_has_loaded_and_what_permanent_ones_leave_behind()
    {
        var counters = new Counters("Retained", 1);
        var (reclaimable, permanent, next) = (counters.Patch(1), counters.Patch(2), counters.Patch(3));
        var before = HotSwap.GetStatus().Retained;

        var (context, unloaded) = await ApplyAsync(counters, reclaimable);
        Assert.Equal(BytesOf(reclaimable), HotSwap.GetStatus().Find(new VersionNumber(unloaded))!.Bytes);
        await HotSwap.RollbackAsync();
        Dies(context);
        Assert.Equal((0, before), (HotSwap.GetStatus().Find(new VersionNumber(unloaded))!.Bytes, HotSwap.GetStatus().Retained));

        var first = await HotSwap.ApplyAsync(permanent);
        Assert.Equal((BytesOf(permanent), before), (HotSwap.GetStatus().Find(first.To)!.Bytes, HotSwap.GetStatus().Retained));
        await HotSwap.ApplyAsync(next);
        var left = before with { Patches = before.Patches + 1, Assemblies = before.Assemblies + 1, Bytes = before.Bytes + BytesOf(permanent) };
        Assert.Equal((BytesOf(permanent), left), (HotSwap.GetStatus().Find(first.To)!.Bytes, HotSwap.GetStatus().Retained));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal(left with { Patches = left.Patches + 1, Assemblies = left.Assemblies + 1, Bytes = left.Bytes + BytesOf(next) }, HotSwap.GetStatus().Retained);
        Assert.Equal(0, HotSwap.GetStatus().Versions[0].Bytes);
    }

    private static long BytesOf(byte[] patch)
    {
        var file = Patches.Format.PatchFile.Read(patch);
        return patch.Length + file.Assembly.Length + file.Symbols.Length;
    }

    internal static async Task<(WeakReference Context, int Version)> ApplyAsync(Counters counters, byte[] patch)
    {
        var result = await HotSwap.ApplyAsync(patch, s_reclaimable);
        return (ContextOf(counters), result.To.Value);
    }

    internal static void Dies(WeakReference context)
    {
        // A thread that looks for what can be unloaded may hold it until it gets its turn.
        var isDead = SpinWait.SpinUntil(
            () =>
            {
                Collect();
                return !context.IsAlive;
            },
            TimeSpan.FromMinutes(1));
        Assert.True(isDead, "the patch's load context is still referenced");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ContextOf(Counters counters)
    {
        var dispatch = counters.Woven.Assembly.GetType("<HotWeave>Slots")!.GetField("N_T0")!.GetValue(null)!;
        return new WeakReference(AssemblyLoadContext.GetLoadContext(dispatch.GetType().Assembly)!, trackResurrection: true);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PatchContexts() =>
        AssemblyLoadContext.All.Count(static c => c.IsCollectible && c.Name!.StartsWith("HotWeave patch ", StringComparison.Ordinal));

    private static VersionState State(int version) => HotSwap.GetStatus().Find(new VersionNumber(version))!.State;
}
