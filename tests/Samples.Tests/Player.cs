using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace HotWeave.Samples.Tests;

/// <summary>A player of the game, who runs and looks. Answers count the commands of each player, so they show loss and
/// repetition.</summary>
internal sealed class Player : IDisposable
{
    private readonly TcpClient _connection = new();
    private StreamReader? _reader;
    private StreamWriter? _writer;
    private int _commands;

    /// <summary>Where it was when it looked last.</summary>
    public int X { get; private set; }

    public async Task JoinAsync(int port, CancellationToken cancellation)
    {
        await _connection.ConnectAsync(IPAddress.Loopback, port, cancellation);
        _reader = new StreamReader(_connection.GetStream());
        _writer = new StreamWriter(_connection.GetStream()) { AutoFlush = true };
    }

    /// <summary>Plays until told to stop, and runs and looks at least once. Nobody runs back.</summary>
    public async Task PlayAsync(CancellationToken stop, CancellationToken deadline)
    {
        do
        {
            Assert.Equal("runs 9", await AskAsync("run 9", deadline));
            int before = X;
            await AskAsync("look", deadline);
            Assert.True(X >= before, $"{before} and then {X}");
        }
        while (!stop.IsCancellationRequested);
    }

    /// <summary>Asks until the answer is what it has to become.</summary>
    public async Task UntilAsync(string line, Func<string, bool> isMeant, CancellationToken deadline)
    {
        while (!isMeant(await AskAsync(line, deadline)))
            deadline.ThrowIfCancellationRequested();
    }

    public async Task<string> AskAsync(string line, CancellationToken deadline)
    {
        await _writer!.WriteLineAsync(line.AsMemory(), deadline);
        string? answer = await _reader!.ReadLineAsync(deadline);
        Assert.NotNull(answer);
        string[] parts = answer.Split(' ', 2);
        Assert.Equal($"{++_commands}", parts[0]);
        if (parts[1].StartsWith("x=", StringComparison.Ordinal))
            X = int.Parse(parts[1].Split(' ')[0][2..], CultureInfo.InvariantCulture);
        return parts[1];
    }

    public void Dispose() => _connection.Dispose();
}
