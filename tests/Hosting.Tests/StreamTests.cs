using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>A response that streams ends being a unit when it begins.</summary>
public sealed class StreamTests : SwapTest
{
    [Theory]
    [InlineData(Server.Kestrel, true)]
    [InlineData(Server.Kestrel, false)]
    [InlineData(Server.TestServer, true)]
    [InlineData(Server.TestServer, false)]
    public async Task No_swap_waits_for_a_stream_and_each_message_sees_one_version(Server server, bool events)
    {
        var (first, second) = (new Phase(), new Phase());
        await using var site = await Site.StartAsync(server, app => app.MapGet("/stream", async context =>
        {
            if (events)
                context.Response.ContentType = "text/event-stream; charset=utf-8";
            else
                context.LeaveUnit();
            await WriteAsync(context);
            await first.HoldAsync();
            await WriteAsync(context);
            await second.HoldAsync();
        }));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/stream");
        if (events)
            request.Headers.Accept.Add(new("text/event-stream"));
        using var response = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit.Time);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("data: 0 event", await lines.ReadLineAsync());
        await first.Reached;
        await Shop.ApplyAsync(SwapMode.Quiescent);
        first.Leave();
        Assert.Equal("data: 1 event", await lines.ReadLineAsync());
        second.Leave();
        await NoUnitsAsync();
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_stays_a_unit_though_the_client_takes_events()
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(Server.Kestrel, app => app.MapGet("/plain", async context =>
        {
            await context.Response.WriteAsync($"{Shop.Version()}");
            await context.Response.Body.FlushAsync();
            await phase.HoldAsync();
            await context.Response.WriteAsync($"{Shop.Version()}");
        }));
        site.Client.DefaultRequestHeaders.Accept.ParseAdd("text/plain, text/event-stream");
        var plain = site.GetAsync("/plain");
        await phase.Reached;
        await Shop.ApplyAsync();
        phase.Leave();
        Assert.Equal("00", await plain);
    }

    private static async Task WriteAsync(HttpContext context)
    {
        using var unit = await UnitOfWork.EnterRootAsync("event");
        await context.Response.WriteAsync($"data: {Shop.Version()} {UnitOfWork.Name}\n");
        await context.Response.Body.FlushAsync();
    }
}
