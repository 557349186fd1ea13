using System.Collections.Concurrent;
using HotWeave.Orleans.Tests.Harness;
using HotWeave.Orleans.Tests.Silo;
using Orleans;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Orleans.Tests;

/// <summary>Swaps while grains call each other; clients are in a process of their own, which knows of no swap.</summary>
[Collection(nameof(OneSilo))]
public sealed class SwapTests(OneSilo one, ITestOutputHelper output)
{
    private const int Clients = 32;
    private const int Desks = 8;
    private const int Shelves = 3;

    [Theory]
    [InlineData(SwapMode.Immediate, 20)]
    [InlineData(SwapMode.UnitOfWork, 20)]
    [InlineData(SwapMode.Quiescent, 30)]
    public async Task Every_call_is_answered_once_by_one_version_in_all_its_grains(SwapMode mode, int swaps)
    {
        var silo = await one.BeginAsync();
        using var stop = new CancellationTokenSource();
        var notesBefore = await CountNotesAsync(silo);
        var numbers = new ConcurrentDictionary<int, string>();
        var mixed = 0;
        var clients = Enumerable.Range(0, Clients).Select(i => Task.Run(async () =>
        {
            for (var n = i; !stop.IsCancellationRequested; n++)
            {
                var answer = await silo.Grains.GetGrain<IDesk>(n % Desks).AskAsync(n % Shelves);
                var versions = answer.Parts.Select(static p => p.Version).Distinct().ToArray();
                if (versions.Length > 1)
                    Interlocked.Increment(ref mixed);
                Assert.True(numbers.TryAdd(answer.Number, versions[0]), $"{answer.Number} was answered twice");
            }
        })).ToArray();
        try
        {
            for (var swap = 0; swap < swaps; swap++)
            {
                var before = numbers.Count;
                Assert.StartsWith("ok " + mode, swap % 2 == 0 ? await silo.ApplyAsync(mode) : await silo.RollBackAsync(mode), StringComparison.Ordinal);
                while (numbers.Count < before + Clients && !Array.Exists(clients, static c => c.IsCompleted))
                    await Task.Delay(1);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(clients).WaitAsync(RunningSilo.Limit);
        output.WriteLine($"{numbers.Count} calls, {swaps} swaps, {mixed} mixed");
        // The one counter of the process has no gap: what was asked was answered once.
        Assert.Equal(Enumerable.Range(numbers.Keys.Min(), numbers.Count), numbers.Keys.Order());
        Assert.Equal(["1", "2"], numbers.Values.Distinct().Order());
        if (mode != SwapMode.Immediate)
            Assert.Equal(0, mixed);
        // One-way calls are not awaited.
        using var limit = new CancellationTokenSource(RunningSilo.Limit);
        while (await CountNotesAsync(silo) < notesBefore + numbers.Count)
            await Task.Delay(1, limit.Token);
        Assert.Equal(notesBefore + numbers.Count, await CountNotesAsync(silo));
    }

    // The swap waits for the desk's unit, that one for the shelf, and the call that has the shelf's turn would wait for the swap.
    [Fact]
    public async Task A_call_that_waits_at_the_gate_lets_the_unit_pass_that_waits_for_its_grain()
    {
        using var limit = new CancellationTokenSource(RunningSilo.Limit);
        var hasJoined = false;
        while (!hasJoined)
        {
            limit.Token.ThrowIfCancellationRequested();
            var silo = await one.BeginAsync();
            var running = silo.Grains.GetGrain<IDesk>(1).AskBehindAsync(7);
            await UntilRunsAsync(silo);
            var swap = silo.ApplyAsync(SwapMode.Quiescent);
            // Once more where none came in time. Looks are answered by the version before until one comes when the gate is closed.
            var looks = new List<Part>();
            while (!running.IsCompleted)
                looks.Add(await silo.Grains.GetGrain<IShelf>(7).LookAsync());
            Assert.StartsWith("ok Quiescent", await swap, StringComparison.Ordinal);
            var answer = await running;
            Assert.All(answer.Parts, static p => Assert.Equal(("1", "Desk.AskBehindAsync"), (p.Version, p.Unit)));
            Assert.Equal("2", (await silo.Grains.GetGrain<IShelf>(7).LookAsync()).Version);
            // Who waited there joined the unit that waited for it.
            hasJoined = looks.Exists(l => l.Tag == answer.Parts[0].Tag && l.Version == "1");
        }
    }

    [Fact]
    public async Task What_the_activation_of_a_grain_calls_belongs_to_the_unit_that_waits_for_the_grain()
    {
        var silo = await one.BeginAsync();
        var running = silo.Grains.GetGrain<IDesk>(1).AskNewAsync(1_009);
        await UntilRunsAsync(silo);
        Assert.StartsWith("ok Quiescent", await silo.ApplyAsync(SwapMode.Quiescent), StringComparison.Ordinal);
        var part = await running;
        Assert.Equal(("1", "Desk.AskNewAsync"), (part.Version, part.Unit));
    }

    private static async Task<int> CountNotesAsync(RunningSilo silo) =>
        (await Task.WhenAll(Enumerable.Range(0, Shelves).Select(s => silo.Grains.GetGrain<IShelf>(-1 - s).CountNotesAsync()))).Sum();

    private static async Task UntilRunsAsync(RunningSilo silo)
    {
        using var limit = new CancellationTokenSource(RunningSilo.Limit);
        while (await silo.CountUnitsAsync() == 0)
            await Task.Delay(1, limit.Token);
    }
}
