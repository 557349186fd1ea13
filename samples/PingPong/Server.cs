using System.Threading.Channels;

namespace PingPong;

/// <summary>A message loop that never ends and is never swapped: it calls <see cref="PingHandler"/>, and each call reaches the current version.</summary>
internal sealed class Server(ChannelReader<Ping> mailbox, PingHandler handler)
{
    public async Task RunAsync()
    {
        await foreach (Ping ping in mailbox.ReadAllAsync())
        {
            Pong pong = await handler.HandleAsync(ping);
            await ping.ReplyTo.WriteAsync(pong);
        }
    }
}
