using System.Threading.Channels;

namespace PingPong;

/// <summary>Two message loops: one sends pings and waits for nobody, the other counts the pongs.</summary>
internal sealed class Client(ChannelWriter<Ping> server, Tally tally)
{
    private readonly Channel<Pong> _mailbox = Channel.CreateUnbounded<Pong>();

    /// <summary>Sends as fast as the server's mailbox takes them, up to <paramref name="count"/> pings or until told to stop.</summary>
    public async Task SendAsync(long count, CancellationToken stop)
    {
        for (long number = 0; number < count && !stop.IsCancellationRequested; number++)
        {
            tally.Sent();
            await server.WriteAsync(new Ping(number, _mailbox.Writer), CancellationToken.None);
        }
    }

    /// <summary>Takes the pongs. They must come in the order of the pings: a lost one, a second one or one too early shows at once.</summary>
    public async Task ReceiveAsync()
    {
        long expected = 0;
        await foreach (Pong pong in _mailbox.Reader.ReadAllAsync())
            tally.Received(pong.AnsweredBy, inOrder: pong.Number == expected++);
    }

    /// <summary>Says that no pong will come any more.</summary>
    public void Close() => _mailbox.Writer.Complete();
}
