using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

public sealed class BackgroundServiceTests(Stage stage) : SampleTest(stage)
{
    [Fact]
    public async Task A_running_service_takes_new_code_at_its_next_round_and_gives_it_back()
    {
        string patch = await Stage.PatchAsync("BackgroundService", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("BackgroundService", Deadline);
        Assert.Equal("1: a stamped by v1, sealed by v1 in PostOffice.DeliverAsync", await AskAsync(sample, "a"));

        await Stage.Tool.ApplyAsync(patch, sample.Id, Deadline);
        Assert.Equal("2: b stamped by v2, sealed by v2 in PostOffice.DeliverAsync", await AskAsync(sample, "b"));

        await Stage.Tool.RollbackAsync(sample.Id, Deadline);
        Assert.Equal("3: c stamped by v1, sealed by v1 in PostOffice.DeliverAsync", await AskAsync(sample, "c"));

        await sample.StopAsync(Deadline);
    }

    private async Task<string> AskAsync(SampleProcess sample, string line)
    {
        await sample.TypeAsync(line);
        return (await sample.NextAsync(_ => true, Deadline)).Text;
    }
}
