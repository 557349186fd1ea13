using System.Globalization;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Watching;

/// <summary>What a turn under way waits for, asked over a connection beside the one that asked for the turn.</summary>
internal sealed class TurnProgress(int processId) : IDisposable
{
    private const int Named = 3;
    private ControlConnection? _connection;
    private bool _isOver;

    /// <summary>Asks.</summary>
    /// <returns>What is waited for; null when nothing is, or it cannot be known.</returns>
    public string? Ask()
    {
        if (_isOver)
            return null;
        try
        {
            _connection ??= LiveProcess.TryConnect(processId);
            return _connection is null ? null : Describe(ProcessReport.AskStatus(_connection, processId));
        }
        catch (RefusedException)
        {
            // The turn's own connection meets the same, and says so.
            _isOver = true;
            return null;
        }
    }

    /// <summary>The units that a quiescent turn waits for, the oldest first, by name.</summary>
    public static string? Describe(ProcessStatus status)
    {
        if (status.WaitingUnits is not { } waiting || status.RunningUnits == 0)
            return null;
        var named = status.Units.Take(Named).Select(static u => string.Create(CultureInfo.InvariantCulture, $"{u.Name} ({u.Age / 1000.0:0.0} s)"));
        var more = status.RunningUnits > Named ? $" and {status.RunningUnits - Named} more" : "";
        return $"units of work left: {status.RunningUnits}: {string.Join(", ", named)}{more}; {Counted.Name(waiting, "new one waits", "new ones wait")}";
    }

    public void Dispose() => _connection?.Dispose();
}
