using HotWeave.Akka.Tests.Harness;
using HotWeave.Akka.Tests.Service;
using HotWeave.Conformance;
using Xunit;

namespace HotWeave.Akka.Tests;

/// <summary>What actors do once, put off, store and fail at.</summary>
[Collection(nameof(OneService))]
public sealed class ActorTests(OneService one)
{
    // Messages for the new handler are in the mailbox when the swap ends, before anything else could tell the actor.
    [Theory]
    [InlineData(SwapMode.Immediate)]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task A_living_actor_registers_its_handlers_again_before_a_message_of_the_new_version_and_keeps_its_state(SwapMode mode)
    {
        var (service, client) = await one.BeginAsync();
        var first = await client.AskAsync<Greeting>("clerk", new Greet());
        for (var swap = 0; swap < 6; swap++)
        {
            var isForth = swap % 2 == 0;
            await service.SwapAsync(mode, isForth);
            var greeting = await client.AskAsync<Greeting>("clerk", new Farewell());
            Assert.Equal(new Greeting(isForth ? "goodbye" : "what?", first.Count + 1 + swap, first.Told + 1 + swap), greeting);
        }
    }

    [Fact]
    public async Task An_idle_actor_is_told_without_a_message()
    {
        var (service, client) = await one.BeginAsync();
        var before = await client.AskAsync<int>("ledger", new CountTold());
        for (var swap = 0; swap < 4; swap++)
        {
            await service.SwapAsync(SwapMode.UnitOfWork, isForth: swap % 2 == 0);
            await ServiceProcess.UntilAsync(async () => await client.AskAsync<int>("ledger", new CountTold()) == before + swap + 1);
        }

        // What is told without a message is a unit that ends.
        await service.UntilRunAsync(0);
    }

    [Fact]
    public async Task A_tick_of_a_timer_that_runs_is_a_unit_of_the_version_of_the_day()
    {
        var (service, client) = await OneService.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var connected = client;
        await using var running = service;
        client.Tell("ticker", new Open());
        for (var swap = 0; swap < 4; swap++)
        {
            var version = $"{1 + (swap % 2)}";
            await ServiceProcess.UntilAsync(async () =>
                await client.AskAsync<Part>("ticker", new Look()) is { Unit: "Ticker.Tick" } tick && tick.Version == version);
            await service.SwapAsync(SwapMode.Quiescent, isForth: swap % 2 == 0);
        }
    }

    [Fact]
    public async Task A_message_that_was_stashed_belongs_to_the_unit_that_asked()
    {
        var (service, client) = await one.BeginAsync();
        var asking = client.AskAsync<Answer>("desk-3", new AskToCarry());
        await service.UntilRunAsync(1);
        // The unit that opens sees version 2, and the one that asks goes on with 1.
        await service.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        client.Tell("porter", new Open());
        var answer = await asking;
        Assert.All(answer.Parts, static p => Assert.Equal(("1", "Desk.AskToCarry"), (p.Version, p.Unit)));
        Assert.Single(answer.Parts.Select(static p => p.Tag).Distinct());
    }

    [Theory]
    [InlineData(SwapMode.Immediate)]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task What_is_stored_before_the_answer_is_stored_once_over_swaps_and_failures(SwapMode mode)
    {
        var (service, client) = await one.BeginAsync();
        var before = (await client.AskAsync<Balance>("account", new Deposit(0))).Amount;
        using var stop = new CancellationTokenSource();
        var deposits = 0;
        var depositing = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await client.AskAsync<Balance>("account", new Deposit(1));
                Interlocked.Increment(ref deposits);
            }
        })).ToArray();
        for (var swap = 0; swap < 10; swap++)
        {
            var done = Volatile.Read(ref deposits);
            await service.SwapAsync(mode, isForth: swap % 2 == 0);
            await ServiceProcess.UntilAsync(() => Task.FromResult(
                Volatile.Read(ref deposits) > done + 4 || Array.Exists(depositing, static d => d.IsCompleted)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(depositing).WaitAsync(ServiceProcess.Limit);
        Assert.Equal(before + deposits, (await client.AskAsync<Balance>("account", new Deposit(0))).Amount);
        // Its supervisor restarts it, and it recovers what it stored.
        client.Tell("account", new Stumble());
        Assert.Equal(before + deposits, (await client.AskAsync<Balance>("account", new Deposit(0))).Amount);
    }

    [Theory]
    [InlineData("Stumble")]
    [InlineData("Look")]
    public async Task An_actor_that_fails_is_restarted_with_the_message_and_its_sender(string message)
    {
        var (service, client) = await one.BeginAsync();
        var stumbled = await client.AskAsync<Stumbled>("clumsy", message == "Look" ? new Look() : new Stumble());
        await service.SwapAsync(SwapMode.Quiescent, isForth: true);
        var again = await client.AskAsync<Stumbled>("clumsy", message == "Look" ? new Look() : new Stumble());
        Assert.Equal((stumbled.Times + 1, message, message), (again.Times, stumbled.Over, again.Over));
        await service.UntilRunAsync(0);
    }
}
