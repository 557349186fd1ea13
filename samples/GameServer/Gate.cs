using System.Net.Sockets;

namespace GameServer;

/// <summary>Lets players in and carries their lines into the world. Not marked, so sockets and loops stay as they are.</summary>
internal sealed class Gate(TcpListener listener, World world)
{
    /// <summary>Accepts until told to stop, then waits for the players to leave.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var players = new List<Task>();
        try
        {
            while (true)
                players.Add(PlayAsync(await listener.AcceptTcpClientAsync(stop), stop));
        }
        catch (OperationCanceledException)
        {
            listener.Stop();
        }

        await Task.WhenAll(players);
    }

    private async Task PlayAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            Entity entity = await world.Send(null, "enter").Entered;
            try
            {
                while (await reader.ReadLineAsync(stop) is { } line)
                    await writer.WriteLineAsync(await world.Send(entity, line).Answered);
            }
            catch (OperationCanceledException)
            {
                // The server stops.
            }
            catch (IOException e)
            {
                Console.WriteLine($"disconnected reason={e.Message}");
            }
        }
    }
}
