using System.Net.Sockets;

namespace TcpEcho;

/// <summary>Accepts connections and carries lines. Not marked, so never swapped: sockets and loops stay as they are.</summary>
internal sealed class Server(TcpListener listener)
{
    /// <summary>Accepts until told to stop, then waits for the open connections to end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop);
                connections.Add(ConverseAsync(client, stop));
            }
        }
        catch (OperationCanceledException)
        {
            listener.Stop();
        }
        await Task.WhenAll(connections);
    }

    private static async Task ConverseAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            var session = new Session();
            try
            {
                while (await reader.ReadLineAsync(stop) is { } line)
                    await writer.WriteLineAsync(session.Answer(line));
            }
            catch (OperationCanceledException)
            {
                // The server stops: the connection is closed between two lines.
            }
            catch (IOException e)
            {
                Console.WriteLine($"disconnected reason={e.Message}");
            }
        }
    }
}
