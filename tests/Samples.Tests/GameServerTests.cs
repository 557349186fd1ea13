using HotWeave.Staging;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Samples.Tests;

public sealed class GameServerTests(Stage stage, ITestOutputHelper output) : SampleTest(stage)
{
    // How late ticks are with swaps and without, build/game.cs tells.
    [Fact]
    public async Task A_world_takes_a_command_a_formula_a_field_and_a_system_between_two_ticks_and_gives_them_back()
    {
        string patch = await Stage.PatchAsync("GameServer", Deadline);
        await using GameWorld world = await Stage.StartGameAsync(players: 200, Deadline);
        await world.WhileAllPlayAsync(static () => Task.CompletedTask, Deadline);
        await world.ExpectAsync("jump", static answer => answer == "unknown jump", isAtOnce: true, Deadline);
        await world.ExpectAsync("look", static answer => !answer.Contains("energy", StringComparison.Ordinal), isAtOnce: true, Deadline);

        await world.WhileAllPlayAsync(() => Stage.Tool.ApplyAsync(patch, world.Process.Id, Deadline), Deadline);
        await world.ExpectAsync("jump", static answer => answer == "jumps", isAtOnce: true, Deadline);
        // Entities that version 1 made have the field, and the new system gives each all that there is.
        await world.ExpectAsync("look", static answer => answer.EndsWith(" energy=100", StringComparison.Ordinal), isAtOnce: false, Deadline);

        await world.WhileAllPlayAsync(() => Stage.Tool.RollbackAsync(world.Process.Id, Deadline), Deadline);
        await world.ExpectAsync("jump", static answer => answer == "unknown jump", isAtOnce: true, Deadline);
        await world.ExpectAsync("look", static answer => !answer.Contains("energy", StringComparison.Ordinal), isAtOnce: true, Deadline);
        Assert.True(world.FindSlowest() > 100);

        // It fails where a tick was lost.
        SampleLine done = await world.StopAsync(Deadline);
        output.WriteLine(done.Text);
        Assert.True(done.Number("ticks") > 60);
    }
}
