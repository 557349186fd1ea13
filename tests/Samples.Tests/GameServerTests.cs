using HotWeave.Staging;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Samples.Tests;

public sealed class GameServerTests(Stage stage, ITestOutputHelper output) : SampleTest(stage)
{
    [Fact]
    public async Task A_world_takes_a_command_a_formula_a_field_and_a_system_between_two_ticks_and_gives_them_back()
    {
        string patch = await Stage.PatchAsync("GameServer", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("GameServer", Deadline);
        Player[] players = [.. Enumerable.Range(0, 40).Select(_ => new Player())];
        try
        {
            await Task.WhenAll(players.Select(player => player.JoinAsync((int)sample.Ready.Number("port"), Deadline)));
            await WhileAllPlayAsync(players, () => Task.CompletedTask);
            Assert.All(await AskAllAsync(players, "jump"), answer => Assert.Equal("unknown jump", answer));
            Assert.All(await AskAllAsync(players, "look"), answer => Assert.DoesNotContain("energy", answer, StringComparison.Ordinal));

            await WhileAllPlayAsync(players, () => Stage.Tool.ApplyAsync(patch, sample.Id, Deadline));
            Assert.All(await AskAllAsync(players, "jump"), answer => Assert.Equal("jumps", answer));
            // Entities that version 1 made have the field, and the new system gives each all that there is.
            foreach (Player player in players)
                await player.UntilAsync("look", answer => answer.EndsWith(" energy=100", StringComparison.Ordinal), Deadline);

            await WhileAllPlayAsync(players, () => Stage.Tool.RollbackAsync(sample.Id, Deadline));
            Assert.All(await AskAllAsync(players, "jump"), answer => Assert.Equal("unknown jump", answer));
            Assert.All(await AskAllAsync(players, "look"), answer => Assert.DoesNotContain("energy", answer, StringComparison.Ordinal));
            Assert.All(players, player => Assert.True(player.X > 100, $"x={player.X}"));
        }
        finally
        {
            Array.ForEach(players, player => player.Dispose());
        }

        SampleLine done = await sample.StopAsync(Deadline);
        output.WriteLine(done.Text);
        Assert.True(done.Number("ticks") > 60);
    }

    private Task<string[]> AskAllAsync(Player[] players, string line) =>
        Task.WhenAll(players.Select(player => player.AskAsync(line, Deadline)));

    private async Task WhileAllPlayAsync(Player[] players, Func<Task> action)
    {
        using var stop = new CancellationTokenSource();
        Task playing = Task.WhenAll(players.Select(player => player.PlayAsync(stop.Token, Deadline)));
        try
        {
            await action();
        }
        finally
        {
            await stop.CancelAsync();
            await playing;
        }
    }
}
