using System.Net;
using System.Net.Sockets;
using Xunit;

namespace HotWeave.Samples.Tests;

/// <summary>One connection that stays open: it sends a line, awaits its answer, and so on. Every answer is checked.</summary>
internal sealed class TcpEchoClient : IDisposable
{
    private readonly TcpClient _connection = new();
    private StreamReader? _reader;
    private StreamWriter? _writer;
    private int _lines;

    /// <summary>The versions that answered, without repetitions: <c>v1 v2 v1</c> after a swap and a rollback.</summary>
    public List<string> Answerers { get; } = [];

    public async Task ConnectAsync(int port, CancellationToken cancellation)
    {
        await _connection.ConnectAsync(IPAddress.Loopback, port, cancellation);
        _reader = new StreamReader(_connection.GetStream());
        _writer = new StreamWriter(_connection.GetStream()) { AutoFlush = true };
    }

    /// <summary>Talks until told to stop, and for at least one line.</summary>
    public async Task TalkAsync(CancellationToken stop, CancellationToken deadline)
    {
        do
            await AskAsync($"line{_lines + 1}", deadline);
        while (!stop.IsCancellationRequested);
    }

    /// <summary>Sends one line and returns what the protocol made of it. The answer counts this connection's lines, so it shows loss and repetition.</summary>
    public async Task<string> AskAsync(string line, CancellationToken deadline)
    {
        await _writer!.WriteLineAsync(line.AsMemory(), deadline);
        string? answer = await _reader!.ReadLineAsync(deadline);
        Assert.NotNull(answer);
        string[] parts = answer.Split(' ');
        Assert.Equal($"{++_lines}", parts[1]);
        if (line != "longest")
            Assert.Equal(line, parts[2]);
        if (Answerers.LastOrDefault() != parts[0])
            Answerers.Add(parts[0]);
        return parts[2];
    }

    /// <summary>The server has nothing more to say, not even a second answer.</summary>
    public async Task AssertSilenceAsync(CancellationToken deadline)
    {
        _connection.Client.Shutdown(SocketShutdown.Send);
        Assert.Null(await _reader!.ReadLineAsync(deadline));
    }

    public void Dispose() => _connection.Dispose();
}
