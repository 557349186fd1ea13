using System.Net.WebSockets;
using System.Text;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>Text messages over a WebSocket, each at most 4 KB.</summary>
internal static class Messages
{
    internal static Task SendAsync(this WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Limit.Time);

    /// <summary>The next message; null when the other side closed.</summary>
    internal static async Task<string?> ReceiveAsync(this WebSocket socket)
    {
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Limit.Time);
        return result.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    internal static async Task<string?> AskAsync(this WebSocket socket, string message)
    {
        await socket.SendAsync(message);
        return await socket.ReceiveAsync();
    }
}
