using System.Net;
using System.Net.WebSockets;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>A WebSocket is no unit; each of its messages is.</summary>
public sealed class WebSocketTests : SwapTest
{
    public enum Transport
    {
        Upgrade,
        ExtendedConnect,
        TestServer,
    }

    [Theory]
    [InlineData(Transport.Upgrade)]
    [InlineData(Transport.ExtendedConnect)]
    [InlineData(Transport.TestServer)]
    public async Task No_swap_waits_for_a_connection_and_each_message_sees_one_version(Transport transport)
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(
            transport == Transport.TestServer ? Server.TestServer : Server.Kestrel,
            app =>
            {
                app.UseWebSockets();
                app.MapMethods("/socket", ["GET", "CONNECT"], context => ServeAsync(context, phase));
            },
            protocols: transport == Transport.ExtendedConnect ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var socket = await ConnectAsync(site, transport);
        Assert.Equal("0 inside", await socket.AskAsync("version"));
        await NoUnitsAsync();

        await Shop.ApplyAsync(SwapMode.Quiescent);
        Assert.Equal("1 inside", await socket.AskAsync("version"));

        await socket.SendAsync("hold");
        await phase.Reached;
        Assert.Equal("message", Assert.Single(HotSwap.GetStatus().Units).Name);
        await Shop.RollbackAsync();
        phase.Leave();
        Assert.Equal("1 1", await socket.ReceiveAsync());
        Assert.Equal("0 inside", await socket.AskAsync("version"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Limit.Time);
    }

    private static async Task ServeAsync(HttpContext context, Phase phase)
    {
        Assert.True(UnitOfWork.IsInside);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        while (await socket.ReceiveAsync() is { } message)
        {
            Assert.False(UnitOfWork.IsInside);
            using var unit = await UnitOfWork.EnterRootAsync("message");
            var before = Shop.Version();
            if (message == "hold")
            {
                await phase.HoldAsync();
                await socket.SendAsync($"{before} {Shop.Version()}");
            }
            else
            {
                await socket.SendAsync($"{before} {(UnitOfWork.IsInside ? "inside" : "outside")}");
            }
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static async Task<WebSocket> ConnectAsync(Site site, Transport transport)
    {
        if (transport == Transport.TestServer)
            return await site.TestServer.CreateWebSocketClient().ConnectAsync(site.Address("/socket"), CancellationToken.None).WaitAsync(Limit.Time);

        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = transport == Transport.ExtendedConnect ? HttpVersion.Version20 : HttpVersion.Version11;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler(), disposeHandler: false);
        await socket.ConnectAsync(site.Address("/socket", "ws"), invoker, CancellationToken.None).WaitAsync(Limit.Time);
        return socket;
    }
}
