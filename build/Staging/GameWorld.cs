using System.Globalization;

namespace HotWeave.Staging;

/// <summary>The sample GameServer, with players in it.</summary>
public sealed class GameWorld : IAsyncDisposable
{
    private readonly Player[] _players;

    private GameWorld(SampleProcess process, Player[] players) => (Process, _players) = (process, players);

    /// <summary>The process.</summary>
    public SampleProcess Process { get; }

    /// <summary>Starts version 1 and lets the players in.</summary>
    public static async Task<GameWorld> StartAsync(string assembly, int players, CancellationToken cancellation)
    {
        SampleProcess process = await SampleProcess.StartAsync(assembly, cancellation).ConfigureAwait(false);
        var world = new GameWorld(process, [.. Enumerable.Range(0, players).Select(_ => new Player())]);
        try
        {
            int port = (int)process.Ready.Number("port");
            await Task.WhenAll(world._players.Select(player => player.JoinAsync(port, cancellation))).ConfigureAwait(false);
            return world;
        }
        catch
        {
            await world.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has all players play while something is done.</summary>
    /// <exception cref="StagingException">An answer was lost, came twice, or was wrong.</exception>
    public async Task WhileAllPlayAsync(Func<Task> action, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var stop = new CancellationTokenSource();
        Task playing = Task.WhenAll(_players.Select(player => player.PlayAsync(stop.Token, cancellation)));
        try
        {
            await action().ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await playing.ConfigureAwait(false);
        }
    }

    /// <summary>Has all players ask the same until each answer is what it has to be.</summary>
    /// <exception cref="StagingException">One is not, and need not become it.</exception>
    public async Task ExpectAsync(string line, Func<string, bool> isMeant, bool isAtOnce, CancellationToken cancellation)
    {
        if (!isAtOnce)
        {
            foreach (Player player in _players)
                await player.UntilAsync(line, isMeant, cancellation).ConfigureAwait(false);
            return;
        }

        string[] answers = await Task.WhenAll(_players.Select(player => player.AskAsync(line, cancellation))).ConfigureAwait(false);
        string? other = answers.FirstOrDefault(answer => !isMeant(answer));
        StagingException.Unless(other is null, $"\"{line}\" was answered with \"{other}\".");
    }

    /// <summary>Where the slowest player was when it looked last.</summary>
    public int FindSlowest() => _players.Min(static player => player.X);

    /// <summary>By how many milliseconds the latest tick was late since this was asked last.</summary>
    public async Task<double> TakeLatestAsync(CancellationToken cancellation)
    {
        await Process.TypeAsync("lap").ConfigureAwait(false);
        SampleLine lap = await Process.NextAsync(static line => line.Says("lap"), cancellation).ConfigureAwait(false);
        return double.Parse(lap.Value("latest"), CultureInfo.InvariantCulture);
    }

    /// <summary>Ends the world.</summary>
    /// <returns>What it said at its end.</returns>
    /// <exception cref="StagingException">A tick was lost, or came twice.</exception>
    public async Task<SampleLine> StopAsync(CancellationToken cancellation)
    {
        Array.ForEach(_players, static player => player.Dispose());
        SampleLine done = await Process.StopAsync(cancellation).ConfigureAwait(false);
        StagingException.Unless(done.Number("ticks") == done.Number("world"), $"The world did not have each tick once: {done.Text}");
        return done;
    }

    /// <summary>Kills the process if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_players, static player => player.Dispose());
        await Process.DisposeAsync().ConfigureAwait(false);
    }
}
