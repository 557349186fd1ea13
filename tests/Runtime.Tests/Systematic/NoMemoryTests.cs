using HotWeave.Runtime.Tests.Systematic.Control;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>A process without memory: whatever of beginning or ending a unit fails, no unit is left counted, and none ends that others hold.</summary>
public sealed class NoMemoryTests(ITestOutputHelper output)
{
    [Fact]
    public void Whichever_allocation_fails_no_unit_is_left_behind()
    {
        var runtime = new RewrittenRuntime(PlantedDefect.None);
        string[] ways =
        [
            "root", "joined", "held", "captured", "captured elsewhere", "awaited", "at the gate", "frame", "frame in a unit", "of an older version", "stream",
        ];
        foreach (var way in ways)
        {
            var count = runtime.Call<int>(InsideFaults.FailEach, way);
            output.WriteLine($"{way}: {count} allocations");
            Assert.True(count > 0, way);
        }
    }
}
