using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>How requests end is what a version on trial is judged by, and who asks decides which version answers.</summary>
public sealed class TrialTests : SwapTest
{
    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task A_canary_that_answers_500_is_given_back(Server server)
    {
        await using var site = await Site.StartAsync(server, static app =>
            app.MapGet("/price", static () => Shop.Version() == 1 ? Results.StatusCode(500) : Results.Text("0")));
        var ended = NextVerdict();
        await Shop.TryAsync(0.5);
        var answers = new List<int>();
        for (var i = 0; i < 200; i++)
            answers.Add(await StatusAsync(site, "/price"));
        Assert.Contains(500, answers);

        var trial = await ended;
        Assert.Equal(TrialVerdict.Failed, trial.Verdict);
        Assert.Equal((trial.New.Ended, 0), (trial.New.Failed, trial.Old.Failed));
        for (var i = 0; i < 50; i++)
            Assert.Equal(200, await StatusAsync(site, "/price"));
    }

    [Theory]
    [InlineData("/thrown", 1)]
    [InlineData("/thrown/after-wait", 1)]
    [InlineData("/thrown/after-start", 1)]
    [InlineData("/unavailable", 1)]
    [InlineData("/missing", 0)]
    [InlineData("/bad", 0)]
    [InlineData("/cancelled", 1)]
    [InlineData("/good", 0)]
    public async Task A_request_has_failed_if_it_ended_with_500_or_more_or_threw(string path, int failed)
    {
        await using var site = await Site.StartAsync(Server.Kestrel, static app =>
        {
            app.MapGet("/thrown", static string () => throw new InvalidOperationException("thrown"));
            app.MapGet("/thrown/after-wait", static async () =>
            {
                await Task.Yield();
                throw new InvalidOperationException("thrown");
            });
            app.MapGet("/thrown/after-start", static async context =>
            {
                await context.Response.WriteAsync("begun");
                await context.Response.Body.FlushAsync();
                throw new InvalidOperationException("thrown");
            });
            app.MapGet("/cancelled", static string () => throw new OperationCanceledException("by its own timeout"));
            app.MapGet("/unavailable", static () => Results.StatusCode(503));
            app.MapGet("/bad", static string () => throw new BadHttpRequestException("bad", 400));
            app.MapGet("/good", static () => "good");
        });
        await Shop.TryAsync(1);
        await StatusAsync(site, path);
        await NoUnitsAsync();
        var seen = HotSwap.GetStatus().Trial!.New;
        Assert.Equal((1, failed), (seen.Ended, seen.Failed));
    }

    [Fact]
    public async Task A_request_that_its_client_left_has_not_failed()
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(Server.Kestrel, app => app.MapGet("/held", async (HttpContext context) =>
        {
            _ = phase.HoldAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        await Shop.TryAsync(1);
        using var client = new CancellationTokenSource();
        var held = site.Client.GetAsync(new Uri("/held", UriKind.Relative), client.Token);
        await phase.Reached;
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await NoUnitsAsync();
        var seen = HotSwap.GetStatus().Trial!.New;
        Assert.Equal((1, 0), (seen.Ended, seen.Failed));
    }

    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task A_key_stays_on_its_side(Server server)
    {
        await using var site = await Site.StartAsync(
            server,
            static app => app.MapGet("/{customer}", static () => $"{Shop.Version()}"),
            static o => o.UnitKey = static r => r.Path == "/nobody" ? null : r.Path);
        await Shop.TryAsync(0.5);
        var sides = new List<string>();
        for (var i = 0; i < 40; i++)
            sides.Add(await site.GetAsync($"/customer{i}"));
        Assert.Equal(["0", "1"], sides.Distinct().Order());

        // On one connection, one after the other: a key does not outlast its request.
        var without = new List<string>();
        for (var turn = 0; turn < 3; turn++)
        {
            for (var i = 0; i < 40; i++)
            {
                Assert.Equal(sides[i], await site.GetAsync($"/customer{i}"));
                without.Add(await site.GetAsync("/nobody"));
            }
        }

        Assert.Equal(["0", "1"], without.Distinct().Order());
    }

    private static async Task<int> StatusAsync(Site site, string path)
    {
        using var answer = await site.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    private static async Task<TrialStatus> NextVerdict()
    {
        var ended = new TaskCompletionSource<TrialStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnEnded(object? sender, TrialEventArgs e) => ended.TrySetResult(e.Trial);
        HotSwap.TrialEnded += OnEnded;
        try
        {
            return await ended.Task.WaitAsync(Limit.Time);
        }
        finally
        {
            HotSwap.TrialEnded -= OnEnded;
        }
    }
}
