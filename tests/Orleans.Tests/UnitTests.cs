using HotWeave.Orleans.Tests.Harness;
using HotWeave.Orleans.Tests.Silo;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotWeave.Orleans.Tests;

/// <summary>Which calls are units, and which join one. The silo is a process of its own.</summary>
[Collection(nameof(OneSilo))]
public sealed class UnitTests(OneSilo one)
{
    [Fact]
    public async Task A_call_from_outside_is_one_unit_with_its_nested_and_reentrant_calls_and_a_process_with_silos_has_units_from_its_start()
    {
        var silo = await one.BeginAsync();
        Assert.StartsWith("ok UnitOfWork", one.FirstSwap, StringComparison.Ordinal);
        var answer = await silo.Grains.GetGrain<IDesk>(1).AskAsync(2);
        Assert.Equal(["Desk", "Shelf", "Desk", "Scribe", "Shelf", "Desk"], answer.Parts.Select(static p => p.Grain));
        Assert.All(answer.Parts, static p => Assert.Equal(("1", "Desk.AskAsync"), (p.Version, p.Unit)));
        Assert.NotNull(Assert.Single(answer.Parts.Select(static p => p.Tag).Distinct()));
        var other = await silo.Grains.GetGrain<IDesk>(1).AskAsync(2);
        Assert.NotEqual(answer.Parts[0].Tag, other.Parts[0].Tag);
        await UntilAsync(async () => await silo.CountUnitsAsync() == 0);
    }

    [Fact]
    public async Task A_unit_is_cancelled_on_request()
    {
        var silo = await one.BeginAsync();
        var running = silo.Grains.GetGrain<IDesk>(1).RunUntilCancelledAsync();
        await UntilAsync(async () => await silo.CountUnitsAsync() == 1);
        Assert.StartsWith("HW6208", await silo.ApplyAsync(SwapMode.Quiescent, 0.1), StringComparison.Ordinal);
        Assert.False(running.IsCompleted);
        Assert.StartsWith("ok Quiescent", await silo.ApplyAsync(SwapMode.Quiescent, 5, cancelUnits: true), StringComparison.Ordinal);
        Assert.True(await running);
    }

    [Fact]
    public async Task Timers_reminders_and_events_of_streams_are_units_and_living_grains_are_told_of_swaps()
    {
        // Of its own: its clocks call at any time.
        await using var silo = await RunningSilo.StartAsync();
        var clock = silo.Grains.GetGrain<IClock>(5);
        await clock.StartAsync();
        var numbers = silo.Services.GetRequiredKeyedService<IStreamProvider>("memory").GetStream<int>(StreamId.Create("numbers", 5));
        await numbers.OnNextAsync(1);
        string[] expected = ["Clock.DeliverBatch", "Clock.ReceiveReminder", "Clock.timer"];
        await UntilAsync(async () => expected.SequenceEqual((await clock.FindWorkAsync()).Keys.Order()));
        Assert.StartsWith("ok Quiescent", await silo.ApplyAsync(SwapMode.Quiescent), StringComparison.Ordinal);
        await numbers.OnNextAsync(2);
        await UntilAsync(async () => await clock.FindWorkAsync() is var work
            && work.GetValueOrDefault("told")?.EndsWith(" 2", StringComparison.Ordinal) == true && work["Clock.timer"] == "2" && work["Clock.DeliverBatch"] == "2");
        Assert.StartsWith("ok", await silo.RollBackAsync(), StringComparison.Ordinal);
        await UntilAsync(async () => (await clock.FindWorkAsync())["told"] == "0 1");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(RunningSilo.Limit);
        while (!await condition())
            await Task.Delay(1, limit.Token);
    }
}
