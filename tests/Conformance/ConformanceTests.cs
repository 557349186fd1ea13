using System.Collections.Concurrent;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Conformance;

/// <summary>
/// What each integration of a framework holds: clients in a process of their own, which know of no swap, while a service in another turns
/// to version 2 and back.
/// </summary>
public abstract class ConformanceTests(ITestOutputHelper output)
{
    private const int Clients = 32;

    // As many as would be noticed if each held a thread.
    private const int Waiting = 400;

    private static readonly int s_swaps = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? 1_000 : 20;

    /// <summary>The client of a service that runs version 1 and does nothing else meanwhile.</summary>
    private protected abstract Task<(ServiceProcess Service, IServiceClient Client)> BeginAsync();

    /// <summary>Starts a service of its own.</summary>
    private protected abstract Task<(ServiceProcess Service, IServiceClient Client)> StartAsync(string confirmed);

    /// <summary>Whether a call that waits at the gate joins a unit that would wait for it. If not, units need nothing that may wait.</summary>
    private protected virtual bool OthersJoin => true;

    private Task<(ServiceProcess Service, IServiceClient Client)> StartAsync() => StartAsync(WovenService.Made.MakeConfirmedFolder());

    [Fact]
    public async Task A_call_from_outside_is_one_unit_with_all_that_it_needs()
    {
        var (service, client) = await BeginAsync();
        var answer = await client.AskAsync(1);
        Assert.True(answer.Parts.Length > 2);
        Assert.All(answer.Parts, p => Assert.Equal(("1", answer.Parts[0].Unit), (p.Version, p.Unit)));
        Assert.NotEqual("none", answer.Parts[0].Unit);
        Assert.NotNull(Assert.Single(answer.Parts.Select(static p => p.Tag).Distinct()));
        var other = await client.AskAsync(1);
        Assert.NotEqual(answer.Parts[0].Tag, other.Parts[0].Tag);
        await service.UntilRunAsync(0);
    }

    [Theory]
    [InlineData(SwapMode.Immediate)]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task Every_call_is_answered_once_by_one_version_in_all_that_it_needs(SwapMode mode)
    {
        var (service, client) = await BeginAsync();
        var notesBefore = await client.CountNotesAsync();
        var numbers = new ConcurrentDictionary<int, string>();
        var mixed = 0;
        await SwapUnderLoadAsync(service, mode, () => numbers.Count, async number =>
        {
            var answer = await client.AskAsync(number);
            var versions = answer.Parts.Select(static p => p.Version).Distinct().ToArray();
            if (versions.Length > 1)
                Interlocked.Increment(ref mixed);
            Assert.True(numbers.TryAdd(answer.Number, versions[0]), $"{answer.Number} was answered twice");
        });
        output.WriteLine($"{numbers.Count} calls, {s_swaps} swaps, {mixed} mixed");
        // The one counter of the process has no gap: what was asked was answered once.
        Assert.Equal(Enumerable.Range(numbers.Keys.Min(), numbers.Count), numbers.Keys.Order());
        Assert.Equal(["1", "2"], numbers.Values.Distinct().Order());
        if (mode != SwapMode.Immediate)
            Assert.Equal(0, mixed);
        // Nobody waits for what is told.
        await ServiceProcess.UntilAsync(async () => await client.CountNotesAsync() >= notesBefore + numbers.Count);
        Assert.Equal(notesBefore + numbers.Count, await client.CountNotesAsync());
        await service.UntilRunAsync(0);
    }

    [Theory]
    [InlineData(SwapMode.Immediate)]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task Messages_of_a_stream_come_once_in_their_order_and_each_is_a_unit(SwapMode mode)
    {
        var (service, client) = await StartAsync();
        await using var running = service;
        using var stop = new CancellationTokenSource();
        var sent = 0;
        var sender = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await client.SendAsync(sent + 1);
                Interlocked.Increment(ref sent);
            }
        });
        for (var swap = 0; swap < s_swaps; swap++)
        {
            await service.SwapAsync(mode, isForth: swap % 2 == 0);
            var before = Volatile.Read(ref sent);
            await ServiceProcess.UntilAsync(() => Task.FromResult(Volatile.Read(ref sent) > before || sender.IsCompleted));
        }

        await stop.CancelAsync();
        await sender.WaitAsync(ServiceProcess.Limit);
        await ServiceProcess.UntilAsync(async () => (await client.FindReceivedAsync()).Count >= sent);
        var received = await client.FindReceivedAsync();
        output.WriteLine($"{sent} messages, {s_swaps} swaps");
        Assert.Equal((sent, 0), (received.Count, received.OutOfOrder));
        Assert.NotEmpty(received.Units);
        // Immediate swaps move units, which are none from then on.
        if (mode != SwapMode.Immediate)
            Assert.DoesNotContain("none", received.Units);
        await service.UntilRunAsync(0);
    }

    // The swap waits for the unit, and the unit for calls that would wait for the swap.
    [Fact]
    public async Task A_quiescent_swap_ends_while_a_unit_makes_calls_behind_others_that_wait()
    {
        var hasJoined = false;
        using var limit = new CancellationTokenSource(ServiceProcess.Limit);
        while (!hasJoined)
        {
            limit.Token.ThrowIfCancellationRequested();
            var (service, client) = await BeginAsync();
            var running = client.AskBehindAsync();
            await service.UntilRunAsync(1);
            var swap = service.ApplyAsync(SwapMode.Quiescent);
            // Looks are answered by the version before until one comes when the gate is closed.
            var looks = new List<Part>();
            while (!running.IsCompleted)
                looks.Add(await client.LookAsync());
            var ended = await swap;
            Assert.True(ended.StartsWith("ok Quiescent", StringComparison.Ordinal), ended);
            var answer = await running;
            Assert.All(answer.Parts, static p => Assert.Equal("1", p.Version));
            Assert.Equal("2", (await client.LookAsync()).Version);
            // Who waited there joined the unit that waited for it.
            hasJoined = !OthersJoin || looks.Exists(l => l.Tag == answer.Parts[0].Tag && l.Version == "1");
        }
    }

    [Fact]
    public async Task Calls_that_wait_at_the_gate_hold_no_threads_and_all_are_answered_by_the_new_version()
    {
        var (service, client) = await BeginAsync();
        var running = client.RunUntilReleasedAsync();
        await service.UntilRunAsync(1);
        var swap = service.ApplyAsync(SwapMode.Quiescent);
        await ServiceProcess.UntilAsync(async () => (await service.ReadStatusAsync()).Waiting >= 0);
        var waiting = Enumerable.Range(0, Waiting).Select(client.LookAsideAsync).ToArray();
        await ServiceProcess.UntilAsync(async () => (await service.ReadStatusAsync()).Waiting > 0);
        // What needs nothing goes on, and would need a thread.
        for (var i = 0; i < 20; i++)
            Assert.InRange((await service.ReadStatusAsync()).Threads, 0, Waiting / 4);
        Assert.DoesNotContain(waiting, static w => w.IsCompleted);
        await service.ReleaseAsync();
        Assert.StartsWith("ok Quiescent", await swap, StringComparison.Ordinal);
        Assert.Equal("1", (await running).Version);
        Assert.All(await Task.WhenAll(waiting).WaitAsync(ServiceProcess.Limit), static p => Assert.Equal("2", p.Version));
    }

    [Fact]
    public async Task A_unit_is_cancelled_on_request_and_not_before()
    {
        var (service, client) = await BeginAsync();
        var running = client.RunUntilCancelledAsync();
        await service.UntilRunAsync(1);
        Assert.StartsWith("HW6208", await service.ApplyAsync(SwapMode.Quiescent, 0.1), StringComparison.Ordinal);
        Assert.False(running.IsCompleted);
        Assert.StartsWith("ok Quiescent", await service.ApplyAsync(SwapMode.Quiescent, 5, cancelUnits: true), StringComparison.Ordinal);
        Assert.True(await running);
    }

    [Fact]
    public async Task A_service_with_the_integration_has_units_before_the_first()
    {
        var (service, _) = await StartAsync();
        await using var running = service;
        Assert.StartsWith("ok UnitOfWork", await service.ApplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmed_version_answers_the_first_call_after_a_crash()
    {
        var confirmed = WovenService.Made.MakeConfirmedFolder();
        var (service, client) = await StartAsync(confirmed);
        await using (service)
        {
            await service.SwapAsync(SwapMode.UnitOfWork, isForth: true);
            await service.ConfirmAsync();
            Assert.Equal("2", (await client.LookAsync()).Version);
            await service.KillAsync();
        }

        (service, client) = await StartAsync(confirmed);
        await using (service)
            Assert.Equal("2", (await client.LookAsync()).Version);
    }

    // In the middle of a swap, or with a version that was confirmed.
    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, "2")]
    public async Task A_service_that_crashes_under_load_has_mixed_no_answer_and_comes_back_with_what_was_confirmed(bool isConfirmed, string version)
    {
        var confirmed = WovenService.Made.MakeConfirmedFolder();
        var (service, client) = await StartAsync(confirmed);
        await using (service)
        {
            var crash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var answered = 0;
            var clients = Enumerable.Range(0, Clients).Select(i => Task.Run(() => AskUntilCrashAsync(client, i, crash.Task, () => Interlocked.Increment(ref answered))))
                .ToArray();
            var swap = service.ApplyAsync(isConfirmed ? SwapMode.UnitOfWork : SwapMode.Quiescent);
            if (isConfirmed)
            {
                Assert.StartsWith("ok", await swap, StringComparison.Ordinal);
                await service.ConfirmAsync();
            }

            var before = Volatile.Read(ref answered);
            await ServiceProcess.UntilAsync(() => Task.FromResult(
                Volatile.Read(ref answered) > before + Clients || swap.IsCompleted || Array.Exists(clients, static c => c.IsCompleted)));
            crash.SetResult();
            await service.KillAsync();
            await Task.WhenAll(clients).WaitAsync(ServiceProcess.Limit);
            await swap.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        (service, client) = await StartAsync(confirmed);
        await using (service)
        {
            for (var number = 0; number < 8; number++)
                Assert.All((await client.AskAsync(number)).Parts, p => Assert.Equal(version, p.Version));
        }
    }

    private static async Task AskUntilCrashAsync(IServiceClient client, int first, Task crash, Action onAnswer)
    {
        for (var number = first; !crash.IsCompleted; number++)
        {
            var call = client.AskAsync(number);
            if (await Task.WhenAny(call, crash) == crash || (!call.IsCompletedSuccessfully && crash.IsCompleted))
            {
                // What was under way may fail, or be answered by nobody.
                _ = call.ContinueWith(static c => c.Exception, TaskScheduler.Default);
                return;
            }

            Assert.Single((await call).Parts.Select(static p => p.Version).Distinct());
            onAnswer();
        }
    }

    private static async Task SwapUnderLoadAsync(ServiceProcess service, SwapMode mode, Func<int> countAnswers, Func<int, Task> callAsync)
    {
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(i => Task.Run(async () =>
        {
            for (var n = i; !stop.IsCancellationRequested; n++)
                await callAsync(n);
        })).ToArray();
        try
        {
            for (var swap = 0; swap < s_swaps; swap++)
            {
                var before = countAnswers();
                await service.SwapAsync(mode, isForth: swap % 2 == 0);
                await ServiceProcess.UntilAsync(() => Task.FromResult(
                    countAnswers() >= before + Clients || Array.Exists(clients, static c => c.IsCompleted)));
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(clients).WaitAsync(ServiceProcess.Limit);
    }
}
