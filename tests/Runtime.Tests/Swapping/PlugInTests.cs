using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>A collectible load context is collected after its unload, whatever was done to the woven assembly in it.</summary>
public sealed class PlugInTests : SwapTest
{
    private static readonly SwapOptions s_reclaimable = new() { Reclaimable = true };

    private static readonly Dictionary<string, Func<Counters, Task>> s_uses = new()
    {
        ["woven and called"] = static counters => Task.FromResult(counters.Ask()),
        ["checked"] = static counters => HotSwap.CheckAsync(counters.Patch(1), s_reclaimable),
        ["prepared and discarded"] = static async counters => (await HotSwap.PrepareAsync(counters.Patch(1), s_reclaimable)).Discard(),
        ["applied and rolled back"] = static async counters =>
        {
            await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
            Assert.Equal([1], counters.Ask());
            await HotSwap.RollbackAsync();
            Assert.Equal([0], counters.Ask());
        },
        ["prepared"] = static counters => HotSwap.PrepareAsync(counters.Patch(1), s_reclaimable),
        ["applied"] = static async counters =>
        {
            await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
            Assert.Equal([1], counters.Ask());
        },
        ["applied twice"] = static async counters =>
        {
            await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
            await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
            Assert.Equal([2], counters.Ask());
        },
        ["applied and confirmed"] = static async counters =>
        {
            await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
            await HotSwap.ConfirmAsync();
        },
        ["applied, purged and rolled back"] = static async counters =>
        {
            await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
            await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
            await HotSwap.PurgeAsync();
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        },
    };

    public static TheoryData<string> Uses => [.. s_uses.Keys];

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task A_plug_in_is_collected_after_its_unload(string use)
    {
        var before = HotSwap.GetStatus();
        var context = await UseAsync("PlugIn" + use.Replace(" ", "", StringComparison.Ordinal), s_uses[use]);
        await OffTheStackAsync();
        UnloadTests.Dies(context);
        var status = HotSwap.GetStatus();
        Assert.DoesNotContain(status.Assemblies, static a => a.Name.StartsWith("PlugIn", StringComparison.Ordinal));
        Assert.Equal((VersionNumber.Baseline, 0), (status.Current, status.Prepared.Count));
        // Those of other tests' contexts may go meanwhile.
        Assert.Empty(status.Versions.Select(static v => v.Number).Except(before.Versions.Select(static v => v.Number)));
    }

    [Fact]
    public async Task What_of_a_plug_in_still_runs_after_its_unload_keeps_its_code_and_other_versions_stay()
    {
        var other = new Counters("BesidePlugIn", 1);
        var first = await HotSwap.ApplyAsync(other.Patch(1));
        var (context, held) = await UnloadInUseAsync("PlugInInUse");
        await OffTheStackAsync();
        await SettledAsync(first.To);
        Assert.Equal((2, 1), (Ask(held), other.Ask()[0]));
        Assert.True(context.IsAlive);

        // Turns go on without it.
        await HotSwap.ApplyAsync(other.Patch(2));
        Assert.Equal((2, 2), (Ask(held), other.Ask()[0]));
        await HotSwap.RollbackAsync();
        await HotSwap.RollbackAsync();
        Assert.Equal((2, 0, VersionNumber.Baseline), (Ask(held), other.Ask()[0], HotSwap.GetStatus().Current));

        held.Clear();
        UnloadTests.Dies(context);
    }

    [Fact]
    public async Task A_unit_of_an_older_version_keeps_that_of_a_plug_in_until_it_has_ended()
    {
        var (context, held) = await UnloadUnderUnitAsync("PlugInUnit");
        await OffTheStackAsync();
        await SettledAsync(VersionNumber.Baseline);
        Assert.Equal(1, Ask(held));
        held.Clear();
        UnloadTests.Dies(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference, List<Func<int>>)> UnloadUnderUnitAsync(string name)
    {
        var context = new AssemblyLoadContext(name, isCollectible: true);
        var counters = new Counters(name, 1, context);
        using (var unit = OtherFlow.Enter("before"))
        {
            var applied = await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable with { Mode = SwapMode.UnitOfWork });
            context.Unload();
            // Whatever looks for it meanwhile leaves it: an operation's end is the last that does.
            await HotSwap.PurgeAsync(new PurgeOptions { Soft = true });
            Assert.Equal((0, applied.To), (unit.Run(() => counters.Ask()[0]), HotSwap.GetStatus().Current));
            Assert.Equal(1, counters.Ask()[0]);
        }

        return (new WeakReference(context, trackResurrection: true), [.. counters.Answers]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference, List<Func<int>>)> UnloadInUseAsync(string name)
    {
        var context = new AssemblyLoadContext(name, isCollectible: true);
        var counters = new Counters(name, 1, context);
        await HotSwap.ApplyAsync(counters.Patch(1), s_reclaimable);
        await HotSwap.ApplyAsync(counters.Patch(2), s_reclaimable);
        context.Unload();
        return (new WeakReference(context, trackResurrection: true), [.. counters.Answers]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ask(List<Func<int>> held) => held[0]();

    // The unload is noticed on a thread of the pool.
    // What goes on at once runs on the stack of what it waited for, whose locals hold the context.
    private static async Task OffTheStackAsync() => await Task.Yield();

    private static async Task SettledAsync(VersionNumber current)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (HotSwap.GetStatus().Current != current)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(string name, Func<Counters, Task> use)
    {
        var context = new AssemblyLoadContext(name, isCollectible: true);
        await use(new Counters(name, 1, context));
        context.Unload();
        return new WeakReference(context, trackResurrection: true);
    }
}
