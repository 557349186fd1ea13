using System.Net.WebSockets;
using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Streams;

/// <summary>A WebSocket request, of a server that knows them itself, that ceases to be a unit when it is accepted.</summary>
internal sealed class LeavingWebSocket(IHttpWebSocketFeature inner, RequestUnit unit) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        var socket = await inner.AcceptAsync(context).ConfigureAwait(false);
        unit.Leave();
        return socket;
    }
}
