using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class SwapTests : SwapTest
{
    [Fact]
    public async Task Applies_and_rolls_back_all_types_of_a_patch()
    {
        var counters = new Counters("Apply", 3);
        Assert.Equal([0, 0, 0], counters.Ask());

        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.Equal([1, 1, 1], counters.Ask());
        Assert.Equal(VersionNumber.Baseline, result.From);
        Assert.Equal(result.To, HotSwap.GetStatus().Current);
        Assert.Equal(["N.T0", "N.T1", "N.T2"], result.Types);
        Assert.Empty(result.Warnings);

        var back = await HotSwap.RollbackAsync();
        Assert.Equal([0, 0, 0], counters.Ask());
        Assert.Equal(VersionNumber.Baseline, back.To);
        Assert.Equal(["N.T0", "N.T1", "N.T2"], back.Types);
    }
}
