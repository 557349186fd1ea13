using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Requests while a quiescent swap waits for those that run.</summary>
public sealed class GateTests : SwapTest
{
    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task A_quiescent_swap_waits_for_requests_and_loses_none(Server server)
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(server, app =>
        {
            app.MapGet("/held", async () =>
            {
                await phase.HoldAsync();
                return $"{Shop.Version()}";
            });
            app.MapGet("/version", () => $"{Shop.Version()} {UnitOfWork.Name}");
        });
        var held = site.GetAsync("/held");
        await phase.Reached;
        var swap = Shop.ApplyAsync(SwapMode.Quiescent);
        await GateClosedAsync();
        var late = Enumerable.Range(0, 20).Select(_ => site.GetAsync("/version")).ToList();
        await WaitingAsync(20);
        Assert.All(late, static request => Assert.False(request.IsCompleted));
        phase.Leave();
        await swap;
        Assert.Equal("0", await held);
        Assert.All(await Task.WhenAll(late), static answer => Assert.Equal("1 GET /version", answer));
        await NoUnitsAsync();
    }

    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task What_a_request_that_waited_leaves_to_the_server_is_in_its_unit(Server server)
    {
        var (before, after) = (new Phase(), new Phase());
        var seen = new List<string>();
        await using var site = await Site.StartAsync(server, app =>
        {
            app.MapGet("/before", before.HoldAsync);
            app.MapGet("/after", async (HttpContext context) =>
            {
                context.Response.OnStarting(() => Add("starting"));
                context.Response.OnCompleted(() => Add("completed"));
                await after.HoldAsync();
            });
        });
        var first = site.GetAsync("/before");
        await before.Reached;
        var swap = Shop.ApplyAsync(SwapMode.Quiescent);
        await GateClosedAsync();
        var waited = site.GetAsync("/after");
        await WaitingAsync(1);
        before.Leave();
        await swap;
        await after.Reached;
        await Shop.RollbackAsync();
        after.Leave();
        await Task.WhenAll(first, waited);
        await NoUnitsAsync();
        Assert.Equal(["starting 1", "completed 1"], seen);

        Task Add(string what)
        {
            seen.Add($"{what} {Shop.Version()}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Two_thousand_requests_at_the_gate_take_no_threads_and_are_all_answered()
    {
        const int Requests = 2000;
        var phase = new Phase();
        await using var site = await Site.StartAsync(Server.TestServer, app =>
        {
            app.MapGet("/held", phase.HoldAsync);
            app.MapGet("/version", async () =>
            {
                await Task.Yield();
                return $"{Shop.Version()}";
            });
        });
        var held = site.GetAsync("/held");
        await phase.Reached;
        var swap = Shop.ApplyAsync(SwapMode.Quiescent);
        await GateClosedAsync();
        var late = Enumerable.Range(0, Requests).Select(_ => site.GetAsync("/version")).ToList();
        await WaitingAsync(Requests);
        Assert.True(ThreadPool.ThreadCount < 100, $"{ThreadPool.ThreadCount} threads");
        Assert.Equal(0, await Task.Run(Shop.Version).WaitAsync(Limit.Time));
        phase.Leave();
        await Task.WhenAll(swap, held);
        Assert.All(await Task.WhenAll(late), static answer => Assert.Equal("1", answer));
        await NoUnitsAsync();
    }

    [Fact]
    public async Task Past_the_deadline_nothing_has_changed_and_those_that_waited_run_the_old_code()
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(Server.Kestrel, app =>
        {
            app.MapGet("/held/{item}", (string item) => phase.HoldAsync());
            app.MapGet("/version", () => $"{Shop.Version()}");
        });
        var held = site.GetAsync("/held/teapot");
        await phase.Reached;
        var swap = Shop.ApplyAsync(SwapMode.Quiescent, TimeSpan.FromSeconds(2));
        await GateClosedAsync();
        var late = site.GetAsync("/version");
        var refused = await Assert.ThrowsAsync<SwapException>(() => swap);
        Assert.Equal("HW6208", refused.Code);
        Assert.Contains("GET /held/teapot", refused.Message, StringComparison.Ordinal);
        Assert.Equal("0", await late);
        phase.Leave();
        await held;
    }

    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task A_request_whose_client_goes_while_it_waits_waits_no_longer_and_runs_nothing(Server server)
    {
        var phase = new Phase();
        var ran = 0;
        await using var site = await Site.StartAsync(server, app =>
        {
            app.MapGet("/held", phase.HoldAsync);
            app.MapGet("/counted", () => Interlocked.Increment(ref ran));
        });
        var held = site.GetAsync("/held");
        await phase.Reached;
        var swap = Shop.ApplyAsync(SwapMode.Quiescent);
        await GateClosedAsync();
        using var client = new CancellationTokenSource();
        var late = site.Client.GetAsync(new Uri("/counted", UriKind.Relative), client.Token);
        await WaitingAsync(1);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        await WaitingAsync(0);
        phase.Leave();
        await Task.WhenAll(swap, held);
        await NoUnitsAsync();
        Assert.Equal(0, ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Units_that_are_cancelled_take_their_requests_along_only_where_the_application_says_so(bool linked)
    {
        var reached = new TaskCompletionSource();
        await using var site = await Site.StartAsync(
            Server.Kestrel,
            app => app.MapGet("/cancelled", async (HttpContext context) =>
            {
                var cancelled = new TaskCompletionSource();
                await using var registration = (linked ? context.RequestAborted : UnitOfWork.CancellationToken).Register(cancelled.SetResult);
                reached.SetResult();
                await cancelled.Task.WaitAsync(Limit.Time);
                return $"{Shop.Version()} {context.RequestAborted.IsCancellationRequested}";
            }),
            options => options.CancelRequestsWithUnits = linked);
        var request = site.GetAsync("/cancelled");
        await reached.Task.WaitAsync(Limit.Time);
        await Shop.ApplyAsync(SwapMode.Quiescent, TimeSpan.FromSeconds(10) / 20, cancelUnits: true);
        Assert.Equal($"0 {linked}", await request);
    }
}
