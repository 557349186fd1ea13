using HotWeave.Hosting.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Hosting.Tests.Losses;

/// <summary>The sample PingPong, with a thousand pings in flight at any moment, while swap follows swap without a pause.</summary>
public sealed class PingPongTests(ITestOutputHelper output) : SwapTest
{
    private static readonly int s_messages = LossSize.Of(usual: 20_000, full: 1_000_000);
    private static readonly int s_swaps = LossSize.Of(usual: 100, full: 1_000);

    [Theory]
    [InlineData(SwapMode.Immediate, false)]
    [InlineData(SwapMode.Immediate, true)]
    [InlineData(SwapMode.UnitOfWork, false)]
    [InlineData(SwapMode.UnitOfWork, true)]
    [InlineData(SwapMode.Quiescent, false)]
    [InlineData(SwapMode.Quiescent, true)]
    public async Task Every_ping_is_answered_once_by_one_version_in_order(SwapMode mode, bool reclaimable)
    {
        await using var sample = await RunningSample.StartAsync(SampleSource.PingPong);
        var options = new SwapOptions { Mode = mode, Reclaimable = reclaimable, Timeout = Limit.Time };
        var swaps = 0;
        for (; swaps < s_swaps || swaps % 2 == 1 || sample.Latest.Number("sent") < s_messages; swaps++)
        {
            Assert.False(sample.HasEnded, sample.Latest.Text);
            await sample.TurnAsync(swaps % 2 == 0 ? 2 : 1, options);
        }

        var end = await sample.StopAsync();
        output.WriteLine($"{mode}, reclaimable: {reclaimable}, {swaps} swaps, {end.Text}");
        var (sent, old, @new) = (end.Number("sent"), end.Number("v1"), end.Number("v2"));
        Assert.Equal((sent, sent, 0L), (old + @new, end.Number("served"), end.Number("wrong")));
        Assert.True(sent >= s_messages && old > sent / 100 && @new > sent / 100, end.Text);
        await NoUnitsAsync();
    }
}
