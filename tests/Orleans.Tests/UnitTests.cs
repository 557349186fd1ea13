using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Harness;
using HotWeave.Orleans.Tests.Silo;
using Orleans;
using Xunit;

namespace HotWeave.Orleans.Tests;

/// <summary>Which calls of grains are units, and which join one. The silo is a process of its own.</summary>
[Collection(nameof(OneSilo))]
public sealed class UnitTests(OneSilo one)
{
    [Fact]
    public async Task Nested_reentrant_and_one_way_calls_join_the_unit_of_the_call_from_outside()
    {
        var (_, client) = await one.BeginAsync();
        var answer = await client.AskAsync(1);
        Assert.Equal(["Desk", "Shelf", "Desk", "Scribe", "Shelf", "Desk"], answer.Parts.Select(static p => p.Where));
        Assert.All(answer.Parts, static p => Assert.Equal(("1", "Desk.AskAsync"), (p.Version, p.Unit)));
    }

    [Fact]
    public async Task What_the_activation_of_a_grain_calls_belongs_to_the_unit_that_waits_for_the_grain()
    {
        var (silo, client) = await one.BeginAsync();
        var running = client.Grains.GetGrain<IDesk>(1).AskNewAsync(1_009);
        await silo.UntilRunAsync(1);
        await silo.SwapAsync(SwapMode.Quiescent, isForth: true);
        var part = await running;
        Assert.Equal(("1", "Desk.AskNewAsync"), (part.Version, part.Unit));
    }

    [Fact]
    public async Task Timers_reminders_and_events_of_streams_are_units_and_living_grains_are_told_of_swaps()
    {
        // Of its own: its clocks call at any time.
        var (silo, client) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = silo;
        await using var connected = client;
        var clock = client.Grains.GetGrain<IClock>(5);
        await clock.StartAsync();
        var numbers = client.FindStream("numbers", 5);
        await numbers.OnNextAsync(1);
        string[] expected = ["Clock.DeliverBatch", "Clock.ReceiveReminder", "Clock.timer"];
        await ServiceProcess.UntilAsync(async () => expected.SequenceEqual((await clock.FindWorkAsync()).Keys.Order()));
        await silo.SwapAsync(SwapMode.Quiescent, isForth: true);
        await numbers.OnNextAsync(2);
        await ServiceProcess.UntilAsync(async () => await clock.FindWorkAsync() is var work
            && work.GetValueOrDefault("told")?.EndsWith(" 2", StringComparison.Ordinal) == true && work["Clock.timer"] == "2" && work["Clock.DeliverBatch"] == "2");
        Assert.StartsWith("ok", await silo.RollBackAsync(), StringComparison.Ordinal);
        await ServiceProcess.UntilAsync(async () => (await clock.FindWorkAsync())["told"] == "0 1");
    }
}
