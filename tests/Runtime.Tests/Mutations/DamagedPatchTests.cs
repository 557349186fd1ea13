using System.Runtime.Loader;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;

namespace HotWeave.Runtime.Tests.Mutations;

public sealed class DamagedPatchTests : SwapTest
{
    private const int Count = 3000;

    [Fact]
    public async Task HW6101_3000_damaged_patches_are_refused_unread_and_change_nothing()
    {
        var victim = new Victim("Damaged");
        var status = HotSwap.GetStatus();
        var contexts = PatchContexts();
        for (var number = 0; number < Count; number++)
        {
            var mutant = Mutant.Damaged(victim.Patch, number);
            var e = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(mutant));
            Assert.True(e.Code == "HW6101", $"mutant {number}: {e}");
            Assert.Equal([0, 0], victim.Counters.Ask());
        }

        Assert.Equal(contexts, PatchContexts());
        Assert.Equal((status.Current, VersionsEver(status)), (HotSwap.GetStatus().Current, VersionsEver(HotSwap.GetStatus())));
        await HotSwap.ApplyAsync(victim.Patch);
        Assert.Equal([1, 1], victim.Counters.Ask());
    }

    private static int PatchContexts() =>
        AssemblyLoadContext.All.Count(static c => c.Name?.StartsWith("HotWeave patch ", StringComparison.Ordinal) == true);
}
