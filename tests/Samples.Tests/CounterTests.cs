using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

public sealed class CounterTests(Stage stage) : SampleTest(stage)
{
    [Fact]
    public async Task Behaviour_10_a_running_loop_and_its_local_calls_keep_their_code_until_a_qualified_call_moves_on()
    {
        string patch = await Stage.PatchAsync("Counter", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("Counter", Deadline);
        Assert.Equal("count=1 loop=v1 local=v1 qualified=v1", await AskAsync(sample, "tick"));

        await Stage.Tool.ApplyAsync(patch, sample.Id, Deadline);
        Assert.Equal("count=2 loop=v1 local=v1 qualified=v2", await AskAsync(sample, "tick"));
        Assert.Equal("count=3 loop=v1 local=v1 qualified=v2", await AskAsync(sample, "move"));
        Assert.Equal("count=4 loop=v2 local=v2 qualified=v2", await AskAsync(sample, "tick"));

        await Stage.Tool.RollbackAsync(sample.Id, Deadline);
        Assert.Equal("count=5 loop=v2 local=v2 qualified=v1", await AskAsync(sample, "tick"));
        Assert.Equal("count=6 loop=v2 local=v2 qualified=v1", await AskAsync(sample, "move"));
        Assert.Equal("count=7 loop=v1 local=v1 qualified=v1", await AskAsync(sample, "tick"));

        await sample.StopAsync(Deadline);
    }

    private async Task<string> AskAsync(SampleProcess sample, string line)
    {
        await sample.TypeAsync(line);
        return (await sample.NextAsync(_ => true, Deadline)).Text;
    }
}
