using System.Net;
using System.Net.Sockets;

namespace HotWeave.Hosting.Tests.Losses;

/// <summary>One connection to the sample TcpEcho that stays open. Each answer carries the connection's own count of lines, so that a lost or second one shows.</summary>
internal sealed class EchoConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader? _reader;
    private StreamWriter? _writer;
    private int _lines;

    /// <summary>How many lines each version answered.</summary>
    internal Dictionary<string, int> Answered { get; } = [];

    internal async Task ConnectAsync(int port)
    {
        await _client.ConnectAsync(IPAddress.Loopback, port);
        _client.NoDelay = true;
        _reader = new StreamReader(_client.GetStream());
        _writer = new StreamWriter(_client.GetStream()) { AutoFlush = true };
    }

    /// <summary>Sends a line and awaits its answer, which must be its own.</summary>
    internal async Task<string> AskAsync()
    {
        var line = $"line{++_lines}";
        await _writer!.WriteLineAsync(line);
        var answer = await _reader!.ReadLineAsync() ?? throw new InvalidOperationException($"The connection was closed instead of an answer to {line}.");
        if (answer.Split(' ') is not [var version and ("v1" or "v2"), var count, var echo] || count != $"{_lines}" || echo != line)
            throw new InvalidOperationException($"{line} was answered '{answer}'.");
        Answered[version] = Answered.GetValueOrDefault(version) + 1;
        return version;
    }

    /// <summary>Ends the conversation; what the server still says after its last answer, null when that is nothing.</summary>
    internal async Task<string?> EndAsync()
    {
        _client.Client.Shutdown(SocketShutdown.Send);
        return await _reader!.ReadLineAsync();
    }

    public void Dispose() => _client.Dispose();
}
