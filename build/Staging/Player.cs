using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HotWeave.Staging;

/// <summary>A player of the sample GameServer, who runs and looks. Answers count the commands of each player, so they show loss and
/// repetition.</summary>
public sealed class Player : IDisposable
{
    private readonly TcpClient _connection = new();
    private StreamReader? _reader;
    private StreamWriter? _writer;
    private int _commands;

    /// <summary>Where it was when it looked last.</summary>
    public int X { get; private set; }

    /// <summary>Enters the world.</summary>
    public async Task JoinAsync(int port, CancellationToken cancellation)
    {
        await _connection.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
        _reader = new StreamReader(_connection.GetStream());
        _writer = new StreamWriter(_connection.GetStream()) { AutoFlush = true };
    }

    /// <summary>Plays until told to stop, and runs and looks at least once. Nobody runs back.</summary>
    /// <exception cref="StagingException">An answer is another than it has to be.</exception>
    public async Task PlayAsync(CancellationToken stop, CancellationToken deadline)
    {
        do
        {
            string answer = await AskAsync("run 9", deadline).ConfigureAwait(false);
            StagingException.Unless(answer == "runs 9", $"The answer to \"run 9\" was \"{answer}\".");
            int before = X;
            await AskAsync("look", deadline).ConfigureAwait(false);
            StagingException.Unless(X >= before, $"Somebody ran back, from {before} to {X}.");
        }
        while (!stop.IsCancellationRequested);
    }

    /// <summary>Asks until the answer is what it has to become.</summary>
    public async Task UntilAsync(string line, Func<string, bool> isMeant, CancellationToken deadline)
    {
        while (!isMeant(await AskAsync(line, deadline).ConfigureAwait(false)))
            deadline.ThrowIfCancellationRequested();
    }

    /// <summary>Sends a line, and returns the answer to it.</summary>
    /// <exception cref="StagingException">An answer was lost, or came twice.</exception>
    public async Task<string> AskAsync(string line, CancellationToken deadline)
    {
        await _writer!.WriteLineAsync(line.AsMemory(), deadline).ConfigureAwait(false);
        string answer = await _reader!.ReadLineAsync(deadline).ConfigureAwait(false)
            ?? throw new StagingException("The world has ended a player's connection.");
        string[] parts = answer.Split(' ', 2);
        StagingException.Unless(parts[0] == $"{++_commands}", $"The answer to command {_commands} was \"{answer}\".");
        if (parts[1].StartsWith("x=", StringComparison.Ordinal))
            X = int.Parse(parts[1].Split(' ')[0][2..], CultureInfo.InvariantCulture);
        return parts[1];
    }

    /// <summary>Leaves the world.</summary>
    public void Dispose() => _connection.Dispose();
}
