using HotWeave.Benchmarks.Measuring;
using Xunit;

namespace HotWeave.RealInput.Tests;

/// <summary>The benchmarks run: what they compare is woven, patched, and answers right. Their numbers are nobody's business here.</summary>
public class BenchmarkTests
{
    [Theory]
    [InlineData("calls")]
    [InlineData("json")]
    [InlineData("startup")]
    [InlineData("weaving")]
    [InlineData("patches")]
    [InlineData("fields")]
    [InlineData("state")]
    [InlineData("casts")]
    [InlineData("units")]
    [InlineData("web")]
    [InlineData("memory")]
    [InlineData("gaps")]
    public void Short_mode_runs(string table)
    {
        var output = Child.Start([typeof(Child).Assembly.Location, "--short", table]);
        Assert.Contains(output, static line => line.StartsWith("### ", StringComparison.Ordinal));
        Assert.Contains(output, static line => line.StartsWith("Everything ran", StringComparison.Ordinal));
    }
}
