using HotWeave.Benchmarks.Memory;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.RealInput.Tests;

/// <summary>Swaps leave nothing behind, measured by the benchmark <c>memory</c> in a process of its own.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    // Set to 1: full sizes, as docs/guarantees.md gives them.
    private static readonly int s_swaps = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? 10_000 : 200;

    [Fact]
    public void Memory_after_many_reclaimable_swaps_is_within_a_twentieth_of_that_after_a_hundred()
    {
        var samples = MemoryTable.MeasureReclaimable(s_swaps);
        var (heap, heapThen) = (Of("heap", MemoryTable.Settled), Of("heap", s_swaps));
        var (resident, residentThen) = (Of("private", MemoryTable.Settled), Of("private", s_swaps));
        var plain = samples[$"plain {s_swaps} private"] - samples[$"plain {MemoryTable.Settled} private"];
        var found = $"after {MemoryTable.Settled} and {s_swaps} swaps: heap {heap:#,0} and {heapThen:#,0} bytes, private {resident:#,0} and {residentThen:#,0}; as many plain load contexts left {plain:#,0}";
        output.WriteLine(found);
        Assert.True(heapThen <= heap * 1.05, found);
        // .NET's own memory for contexts grows for thousands of them before it settles; what swaps leave is compared with what it leaves alone.
        Assert.True(residentThen <= Math.Max(resident * 1.05, resident + plain), found);
        Assert.Equal((0, 0), (samples[$"{MemoryTable.Settled} contexts"], samples[$"{s_swaps} contexts"]));

        double Of(string measure, int swaps) => samples[$"{swaps} {measure}"];
    }
}
