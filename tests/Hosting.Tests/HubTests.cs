using System.Net.WebSockets;
using System.Text.Json;
using HotWeave.AspNetCore;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Each invocation of a SignalR hub is a unit; its connection is none. Spoken by hand: the hub protocol's JSON, a record separator after each message.</summary>
public sealed class HubTests : SwapTest
{
    private const char End = '\u001e';

    [Fact]
    public async Task No_swap_waits_for_a_connection_and_each_invocation_sees_one_version()
    {
        var phase = new Phase();
        await using var site = await StartAsync(phase);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(site.Address("/hub", "ws"), CancellationToken.None).WaitAsync(Limit.Time);
        Assert.Equal("{}" + End, await socket.AskAsync("""{"protocol":"json","version":1}""" + End));
        Assert.Equal("0 VersionHub.Version", await InvokeAsync(socket, "Version"));
        await NoUnitsAsync();

        await Shop.ApplyAsync(SwapMode.Quiescent);
        Assert.Equal("1 VersionHub.Version", await InvokeAsync(socket, "Version"));

        var held = InvokeAsync(socket, "Hold");
        await phase.Reached;
        Assert.Equal("VersionHub.Hold", Assert.Single(HotSwap.GetStatus().Units).Name);
        await Shop.RollbackAsync();
        phase.Leave();
        Assert.Equal("1 1", await held);
        Assert.Equal("0 VersionHub.Version", await InvokeAsync(socket, "Version"));
        socket.Abort();
        await NoUnitsAsync();
    }

    [Fact]
    public async Task Connecting_is_a_unit_and_a_poll_that_waits_for_messages_is_none()
    {
        await using var site = await StartAsync(new Phase());
        using var negotiated = await site.Client.PostAsync(new Uri("/hub/negotiate?negotiateVersion=1", UriKind.Relative), null);
        var token = JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync()).RootElement.GetProperty("connectionToken").GetString();
        var address = new Uri($"/hub?id={token}", UriKind.Relative);
        (await site.Client.GetAsync(address)).EnsureSuccessStatusCode(); // the first poll only opens the connection
        var poll = site.Client.GetStringAsync(address);
        using var handshake = new StringContent("""{"protocol":"json","version":1}""" + End);
        (await site.Client.PostAsync(address, handshake)).EnsureSuccessStatusCode();
        Assert.Equal("{}" + End, await poll.WaitAsync(Limit.Time));
        Assert.Equal("VersionHub.OnConnectedAsync", await VersionHub.Connected.Task.WaitAsync(Limit.Time));

        poll = site.Client.GetStringAsync(address);
        await Shop.ApplyAsync(SwapMode.Quiescent);
        Assert.False(poll.IsCompleted);
        using var invocation = new StringContent(Invocation("Version"));
        (await site.Client.PostAsync(address, invocation)).EnsureSuccessStatusCode();
        Assert.Equal("1 VersionHub.Version", Result((await poll.WaitAsync(Limit.Time)).TrimEnd(End)));
        (await site.Client.DeleteAsync(address)).EnsureSuccessStatusCode();
        await NoUnitsAsync();
    }

    [Fact]
    public async Task An_invocation_that_throws_is_a_failed_unit_and_all_of_one_connection_have_its_key()
    {
        await using var site = await StartAsync(new Phase(), static o => o.UnitKey = static r => r.QueryString);
        await Shop.TryAsync(0.5);
        var sides = new HashSet<string?>();
        for (var i = 0; i < 20; i++)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(site.Address($"/hub?{i}", "ws"), CancellationToken.None).WaitAsync(Limit.Time);
            Assert.Equal("{}" + End, await socket.AskAsync("""{"protocol":"json","version":1}""" + End));
            var side = await InvokeAsync(socket, "Version");
            sides.Add(side);
            for (var n = 0; n < 5; n++)
                Assert.Equal(side, await InvokeAsync(socket, "Version"));
            var before = HotSwap.GetStatus().Trial!;
            Assert.Contains("error", await socket.AskAsync(Invocation("Throw")), StringComparison.Ordinal);
            await NoUnitsAsync();
            var after = HotSwap.GetStatus().Trial!;
            Assert.Equal((1, true), (after.New.Failed + after.Old.Failed - before.New.Failed - before.Old.Failed, (side![0] == '1') == (after.New.Failed > before.New.Failed)));
            socket.Abort();
        }

        Assert.Equal(2, sides.Count);
    }

    private static Task<Site> StartAsync(Phase phase, Action<HotWeaveOptions>? options = null) => Site.StartAsync(
        Server.Kestrel,
        app => app.MapHub<VersionHub>("/hub"),
        options,
        configure: b => b.Services.AddSingleton(phase).AddSignalR(o => o.KeepAliveInterval = TimeSpan.FromMinutes(5)));

    private static async Task<string?> InvokeAsync(ClientWebSocket socket, string method) => Result((await socket.AskAsync(Invocation(method)))!.TrimEnd(End));

    private static string Invocation(string method) => $$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[]}""" + End;

    private static string? Result(string message) => JsonDocument.Parse(message).RootElement.GetProperty("result").GetString();

    public sealed class VersionHub(IServiceProvider services) : Hub
    {
        internal static TaskCompletionSource<string?> Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task OnConnectedAsync()
        {
            Connected.TrySetResult(UnitOfWork.Name);
            return Task.CompletedTask;
        }

        public string Version() => $"{Shop.Version()} {UnitOfWork.Name}";

        public void Throw() => throw new InvalidOperationException("thrown");

        public async Task<string> Hold()
        {
            var before = Shop.Version();
            await services.GetRequiredService<Phase>().HoldAsync();
            return $"{before} {Shop.Version()}";
        }
    }
}
