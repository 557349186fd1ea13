using System.Runtime.Loader;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>Assemblies that several load contexts hold, as in plug-in hosts and test servers: each copy has slots of its own, and all go together.</summary>
public sealed class CopiesTests : SwapTest
{
    private static IReadOnlyList<(string Context, string? PatchId)> Status(string assembly) =>
        [.. HotSwap.GetStatus().Assemblies.Where(a => a.Name == assembly).Select(static a => (a.LoadContext, a.PatchId))];

    [Fact]
    public async Task All_copies_of_an_assembly_move_in_one_turn_and_back()
    {
        var one = new Counters("Copies", 2, new AssemblyLoadContext("copy one"));
        var two = new Counters("Copies", 2, new AssemblyLoadContext("copy two"));
        var result = await HotSwap.ApplyAsync(one.Patch(1));
        Assert.Equal(["N.T0", "N.T1"], result.Types);
        Assert.Equal([1, 1, 1, 1], [.. one.Ask(), .. two.Ask()]);
        Assert.Equal([("copy one", result.PatchId), ("copy two", result.PatchId)], Status("Copies"));

        var next = await HotSwap.ApplyAsync(two.Patch(2, [1]));
        Assert.Equal([0, 2, 0, 2], [.. one.Ask(), .. two.Ask()]);
        Assert.Equal(next.PatchId, HotSwap.GetStatus().Find(next.To)!.PatchId);
        await HotSwap.RollbackAsync();
        Assert.Equal([1, 1, 1, 1], [.. one.Ask(), .. two.Ask()]);
        await HotSwap.RollbackAsync();
        Assert.Equal([0, 0, 0, 0], [.. one.Ask(), .. two.Ask()]);
        Assert.Equal([("copy one", null), ("copy two", null)], Status("Copies"));
    }

    [Fact]
    public async Task A_prepared_patch_is_for_all_copies_and_a_named_context_alone_can_be_meant()
    {
        var one = new Counters("CopiesNamed", 1, new AssemblyLoadContext("named one"));
        var two = new Counters("CopiesNamed", 1, new AssemblyLoadContext("named two"));
        var patch = one.Patch(1);
        var alone = await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = two.Woven.Context });
        Assert.Equal((0, 1), (one.Ask()[0], two.Ask()[0]));
        Assert.Equal([("named one", null), ("named two", alone.PatchId)], Status("CopiesNamed"));

        var prepared = await HotSwap.PrepareAsync(patch);
        Assert.Equal(["N.T0"], prepared.Types);
        Assert.Equal((0, 1), (one.Ask()[0], two.Ask()[0]));
        await prepared.CommitAsync();
        Assert.Equal((1, 1), (one.Ask()[0], two.Ask()[0]));
        await RefusedAsync("HW6114", () => HotSwap.ApplyAsync(patch));
    }

    [Fact]
    public async Task A_copy_that_is_loaded_after_the_swap_is_on_its_baseline_until_the_patch_is_applied_again()
    {
        var one = new Counters("CopiesLater", 1, new AssemblyLoadContext("later one"));
        var patch = one.Patch(1);
        var first = await HotSwap.ApplyAsync(patch);
        var two = new Counters("CopiesLater", 1, new AssemblyLoadContext("later two"));
        Assert.Equal((1, 0), (one.Ask()[0], two.Ask()[0]));
        Assert.Equal([("later one", first.PatchId), ("later two", null)], Status("CopiesLater"));

        await HotSwap.ApplyAsync(patch);
        Assert.Equal((1, 1), (one.Ask()[0], two.Ask()[0]));
        await HotSwap.RollbackAsync();
        Assert.Equal((1, 0), (one.Ask()[0], two.Ask()[0]));
    }

    [Fact]
    public async Task A_copy_that_cannot_take_the_patch_keeps_it_from_all()
    {
        var one = new Counters("CopiesCollectible", 1, new AssemblyLoadContext("kept"));
        var two = new Counters("CopiesCollectible", 1, new AssemblyLoadContext("unloadable", isCollectible: true));
        var patch = one.Patch(1);
        await RefusedAsync("HW6115", () => HotSwap.ApplyAsync(patch));
        Assert.Equal((0, 0), (one.Ask()[0], two.Ask()[0]));

        await HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true });
        Assert.Equal((1, 1), (one.Ask()[0], two.Ask()[0]));
    }

    [Fact]
    public async Task Several_assemblies_of_one_patch_are_bound_to_each_other_within_each_context()
    {
        var (here, there) = (new AssemblyLoadContext("here"), new AssemblyLoadContext("there"));
        var (a1, a2) = (new Counters("CopiesA", 1, here), new Counters("CopiesA", 1, there));
        var (b1, b2) = (new Counters("CopiesB", 2, here), new Counters("CopiesB", 2, there));
        var (image, symbols) = CSharp.Compile("CopiesBoth.Patch", Counters.PatchSource(3, [1]).Replace("=> 3", "=> 3 + N.Seen.By", StringComparison.Ordinal)
            + "namespace N { static class Seen { public static int By = 40; } }", Counters.RuntimeImage, b1.Woven.Image);
        var manifest = b1.Manifest(3, [1]) with { Baselines = [new(b1.Woven.Name, b1.Woven.Id), new(a1.Woven.Name, a1.Woven.Id)] };
        var result = await HotSwap.ApplyAsync(PatchFile.Write(manifest, image, symbols));
        Assert.Equal([0, 43, 0, 43], [.. b1.Ask(), .. b2.Ask()]);
        Assert.Equal((0, 0), (a1.Ask()[0], a2.Ask()[0]));
        Assert.Equal([("here", result.PatchId), ("there", result.PatchId)], Status("CopiesA"));
    }
}
