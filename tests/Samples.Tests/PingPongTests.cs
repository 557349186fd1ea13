using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

public sealed class PingPongTests(Stage stage) : SampleTest(stage)
{
    [Fact]
    public async Task Every_ping_is_answered_once_while_the_server_is_upgraded_and_rolled_back()
    {
        string patch = await Stage.PatchAsync("PingPong", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("PingPong", Deadline);
        SampleLine before = await sample.NextAsync(line => line.Number("v1") > 1_000, Deadline);
        Assert.False(before.Has("v2"), before.Text);

        await Stage.Tool.ApplyAsync(patch, sample.Id, Deadline);
        Assert.Equal(1, await Stage.Tool.CurrentVersionAsync(sample.Id, Deadline));
        SampleLine upgraded = await OnlyAsync(sample, "v2", "v1");

        await Stage.Tool.RollbackAsync(sample.Id, Deadline);
        Assert.Equal(0, await Stage.Tool.CurrentVersionAsync(sample.Id, Deadline));
        SampleLine back = await OnlyAsync(sample, "v1", "v2");
        Assert.True(back.Number("v1") > upgraded.Number("v1"), back.Text);

        SampleLine end = await sample.StopAsync(Deadline);
        Assert.Equal(end.Number("sent"), end.Number("v1") + end.Number("v2"));
        Assert.Equal(end.Number("sent"), end.Number("served"));
        Assert.Equal(0, end.Number("wrong"));
    }

    /// <summary>Waits for a thousand answers of one version in a row, without one of the other.</summary>
    private async Task<SampleLine> OnlyAsync(SampleProcess sample, string version, string other)
    {
        SampleLine? first = null;
        return await sample.NextAsync(
            line =>
            {
                if (first == null || line.Number(other) != first.Number(other))
                    first = line;
                return line.Number(version) >= first.Number(version) + 1_000;
            },
            Deadline);
    }
}
