using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>A request sees one version from begin to end.</summary>
public sealed class RequestTests : SwapTest
{
    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task A_request_ends_on_the_version_that_it_began_with_and_new_ones_get_the_new(Server server)
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(server, app =>
        {
            app.MapGet("/held", async () =>
            {
                var before = Shop.Version();
                await phase.HoldAsync();
                return $"{before}{Shop.Version()}{await Task.Run(Shop.Version)} {UnitOfWork.Name}";
            });
            app.MapGet("/version", () => $"{Shop.Version()}");
        });
        var held = site.GetAsync("/held");
        await phase.Reached;
        await Shop.ApplyAsync();
        Assert.Equal("1", await site.GetAsync("/version"));
        phase.Leave();
        Assert.Equal("000 GET /held", await held);
        await NoUnitsAsync();
    }

    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task Callbacks_of_the_response_and_the_disposal_of_services_are_in_the_unit(Server server)
    {
        var phase = new Phase();
        var seen = new Seen();
        await using var site = await Site.StartAsync(
            server,
            app => app.MapGet("/held", async (HttpContext context, ScopedService _) =>
            {
                context.Response.OnStarting(() => seen.AddAsync("starting"));
                context.Response.OnCompleted(() => seen.AddAsync("completed"));
                await phase.HoldAsync();
                return "";
            }),
            configure: b => b.Services.AddSingleton(seen).AddScoped<ScopedService>());
        var held = site.GetAsync("/held");
        await phase.Reached;
        await Shop.ApplyAsync();
        phase.Leave();
        await held;
        await NoUnitsAsync();
        Assert.Equal(["starting 0", "completed 0", "disposed 0"], seen.Events);
    }

    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task A_request_that_throws_ends_its_unit(Server server)
    {
        await using var site = await Site.StartAsync(server, app => app.MapGet("/throws", string () => throw new InvalidOperationException("thrown")));
        if (server == Server.Kestrel)
            Assert.Equal(500, (int)(await site.Client.GetAsync(new Uri("/throws", UriKind.Relative))).StatusCode);
        else
            await Assert.ThrowsAsync<InvalidOperationException>(() => site.GetAsync("/throws"));
        await NoUnitsAsync();
        await Shop.ApplyAsync(SwapMode.Quiescent);
    }

    [Fact]
    public async Task A_request_whose_client_is_gone_stays_a_unit_until_its_handler_has_ended()
    {
        var phase = new Phase();
        var aborted = new TaskCompletionSource();
        var after = new TaskCompletionSource<int>();
        await using var site = await Site.StartAsync(Server.Kestrel, app => app.MapGet("/held", async (HttpContext context) =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            await phase.HoldAsync();
            after.SetResult(Shop.Version());
        }));
        using var client = new CancellationTokenSource();
        var held = site.Client.GetAsync(new Uri("/held", UriKind.Relative), client.Token);
        await phase.Reached;
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await aborted.Task.WaitAsync(Limit.Time);
        await Shop.ApplyAsync();
        Assert.Equal("GET /held", Assert.Single(HotSwap.GetStatus().Units).Name);
        phase.Leave();
        Assert.Equal(0, await after.Task.WaitAsync(Limit.Time));
        await NoUnitsAsync();
    }

    [Fact]
    public async Task A_connection_that_is_kept_alive_is_in_no_unit_between_requests()
    {
        await using var site = await Site.StartAsync(Server.Kestrel, app => app.MapGet("/version", () => $"{Shop.Version()} {UnitOfWork.Name}"), o => o.UnitName = r => r.Path + r.QueryString);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal($"{i % 2} /version?{i}", await site.GetAsync($"/version?{i}"));
            _ = i % 2 == 0 ? await Shop.ApplyAsync(SwapMode.Quiescent) : await Shop.RollbackAsync(SwapMode.Quiescent);
        }
    }

    private sealed class Seen
    {
        internal List<string> Events { get; } = [];

        internal Task AddAsync(string what)
        {
            Add(what);
            return Task.CompletedTask;
        }

        internal void Add(string what) => Events.Add($"{what} {Shop.Version()}");
    }

    private sealed class ScopedService(Seen seen) : IDisposable
    {
        public void Dispose() => seen.Add("disposed");
    }
}
