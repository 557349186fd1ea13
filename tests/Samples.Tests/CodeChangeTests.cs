using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

public sealed class CodeChangeTests(Stage stage) : SampleTest(stage)
{
    [Fact]
    public async Task Behaviour_40_accounts_take_another_shape_and_go_back()
    {
        string patch = await Stage.PatchAsync("CodeChange", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("CodeChange", Deadline);
        Assert.Equal("v1 anna has 2.50", await AskAsync(sample, "anna 250"));
        Assert.Equal("v1 carl has 0.01", await AskAsync(sample, "carl 1"));

        await Stage.Tool.ApplyAsync(patch, sample.Id, Deadline);
        Assert.Equal("v2 anna has 3.50: carried over 2.50, deposit 1.00", await AskAsync(sample, "anna 100"));
        Assert.Equal("v2 ben has 7.00: deposit 7.00", await AskAsync(sample, "ben 700"));

        await Stage.Tool.RollbackAsync(sample.Id, Deadline);
        Assert.Equal("v1 anna has 3.55", await AskAsync(sample, "anna 5"));
        Assert.Equal("v1 ben has 7.05", await AskAsync(sample, "ben 5"));
        Assert.Equal("v1 carl has 0.02", await AskAsync(sample, "carl 1"));

        await Stage.Tool.ApplyAsync(patch, sample.Id, Deadline);
        Assert.Equal("v2 ben has 7.06: carried over 7.05, deposit 0.01", await AskAsync(sample, "ben 1"));

        await sample.StopAsync(Deadline);
    }

    private async Task<string> AskAsync(SampleProcess sample, string line)
    {
        await sample.TypeAsync(line);
        return (await sample.NextAsync(_ => true, Deadline)).Text;
    }
}
