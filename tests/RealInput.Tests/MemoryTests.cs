using HotWeave.Benchmarks.Memory;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.RealInput.Tests;

/// <summary>Swaps leave nothing behind, measured by the benchmark <c>memory</c> in a process of its own.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    // Set to 1: full sizes, as docs/guarantees.md gives them.
    private static readonly int s_swaps = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? 10_000 : 300;

    [Fact]
    public void Memory_after_many_reclaimable_swaps_is_within_a_twentieth_of_that_after_a_hundred()
    {
        var samples = MemoryTable.MeasureReclaimable(s_swaps);
        foreach (var measure in new[] { "heap", "private" })
        {
            var (first, last) = (samples["first " + measure], samples["last " + measure]);
            output.WriteLine($"{measure}: {first:#,0} bytes after {MemoryTable.Settled} swaps, {last:#,0} after {s_swaps}: {last / first:0.000}");
            Assert.True(last <= first * 1.05, $"{measure}: {first:#,0} bytes after {MemoryTable.Settled} swaps, {last:#,0} after {s_swaps}");
        }

        Assert.Equal((0, 0), (samples["first contexts"], samples["last contexts"]));
    }
}
