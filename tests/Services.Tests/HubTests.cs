using System.Threading.Channels;
using HotWeave.Conformance;
using HotWeave.Services.Tests.Harness;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit;

namespace HotWeave.Services.Tests;

/// <summary>Which parts of a hub's streams are units.</summary>
public sealed class HubTests(OneHubService one) : IClassFixture<OneHubService>
{
    [Theory]
    [InlineData("Feed")]
    [InlineData("channel")]
    public async Task Each_message_of_a_clients_stream_is_a_unit_and_no_swap_waits_for_the_next(string method)
    {
        var (service, client) = await one.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = service;
        var numbers = Channel.CreateUnbounded<int>();
        var feeding = client.Connection.InvokeAsync<Part>(method, numbers.Reader);
        for (var number = 1; number <= 6; number++)
        {
            await numbers.Writer.WriteAsync(number);
            await ServiceProcess.UntilAsync(async () => (await client.FindReceivedAsync()).Count == number);
            await service.SwapAsync(SwapMode.Quiescent, isForth: number % 2 == 1);
        }

        numbers.Writer.Complete();
        // The answer is made in a unit too.
        var unit = method == "Feed" ? "DeskHub.Feed" : "DeskHub.FeedByChannel";
        var answer = await feeding;
        Assert.Equal(("1", unit), (answer.Version, answer.Unit));
        var received = await client.FindReceivedAsync();
        Assert.Equal((6, 0), (received.Count, received.OutOfOrder));
        Assert.Equal([unit], received.Units);
        await service.UntilRunAsync(0);
    }

    [Fact]
    public async Task What_the_server_sends_by_a_stream_is_made_as_the_method_says_and_no_swap_waits_for_it()
    {
        var (service, client) = await one.BeginAsync();
        await using var parts = client.Connection.StreamAsync<Part>("Watch", 2).GetAsyncEnumerator();
        Assert.True(await parts.MoveNextAsync());
        Assert.Equal(("1", "DeskHub.MakeAsync"), (parts.Current.Version, parts.Current.Unit));
        await service.SwapAsync(SwapMode.Quiescent, isForth: true);
        var next = parts.MoveNextAsync().AsTask();
        // The method may not have come to where it waits.
        while (!next.IsCompleted)
            await service.ReleaseAsync();
        Assert.True(await next);
        Assert.Equal(("2", "DeskHub.MakeAsync"), (parts.Current.Version, parts.Current.Unit));
    }

    // It may read and send as long as the connection lasts, and nobody knows when it has done with a message.
    [Fact]
    public async Task No_swap_waits_for_a_method_with_streams_of_both_sides()
    {
        var (service, client) = await one.BeginAsync();
        var numbers = Channel.CreateUnbounded<int>();
        await using var parts = client.Connection.StreamAsync<Part>("Echo", numbers.Reader).GetAsyncEnumerator();
        for (var swap = 0; swap < 4; swap++)
        {
            await numbers.Writer.WriteAsync(swap);
            Assert.True(await parts.MoveNextAsync());
            Assert.Equal(($"{1 + (swap % 2)}", "DeskHub.MakeAsync"), (parts.Current.Version, parts.Current.Unit));
            await service.SwapAsync(SwapMode.Quiescent, isForth: swap % 2 == 0);
        }

        numbers.Writer.Complete();
        Assert.False(await parts.MoveNextAsync());
        await service.UntilRunAsync(0);
    }

    [Fact]
    public void A_new_method_is_named_beforehand() =>
        Assert.Contains(WovenService.Made.Remarks, static r => r.Id == "HW3255" && r.Message.Contains("DeskHub.Greet", StringComparison.Ordinal));
}
