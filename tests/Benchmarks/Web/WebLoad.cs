using System.Net.Sockets;
using System.Text;

namespace HotWeave.Benchmarks.Web;

/// <summary>Clients that send one request after the other over connections of their own, as cheaply as can be: what they use, the server cannot.</summary>
internal static class WebLoad
{
    /// <summary>Completes when all requests are answered with 200 and what the sample answers.</summary>
    public static async Task RunAsync(Uri server, string path, int connections, int requests)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n");
        var left = requests;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(AskAsync)));

        async Task AskAsync()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            var answer = new byte[2048];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await socket.SendAsync(request);
                var length = 0;
                while (!IsWhole(answer.AsSpan(0, length)))
                {
                    var received = await socket.ReceiveAsync(answer.AsMemory(length));
                    length = received > 0 ? length + received : throw new InvalidOperationException("The server closed the connection.");
                }

                if (!answer.AsSpan().StartsWith("HTTP/1.1 200"u8) || answer.AsSpan(0, length).IndexOf("\"item\":\"teapot\",\"price\":21.6"u8) < 0)
                    throw new InvalidOperationException($"The server answered:\n{Encoding.UTF8.GetString(answer, 0, length)}");
            }
        }
    }

    // The sample's answers are chunked.
    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("\r\n0\r\n\r\n"u8);
}
