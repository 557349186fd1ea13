using System.Diagnostics;

namespace HotWeave.Staging.Walking;

/// <summary>A terminal in which one command runs until somebody ends it, and whose output is read all the while.</summary>
public sealed class SideTerminal : IAsyncDisposable
{
    private readonly Process _shell;
    private readonly Task _reading;

    // Guards the lines; who waits for more of them is woken by the signal, which every line and the end complete and replace.
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Opens it and starts the command.</summary>
    public SideTerminal(string folder, IReadOnlyDictionary<string, string> environment, string script)
    {
        _shell = Terminal.StartShell(folder, environment, ["-c", "exec 2>&1\n" + script]);
        _shell.StandardInput.Close();
        _reading = ReadAsync();
    }

    /// <summary>Whether the command has ended.</summary>
    public bool HasEnded => _reading.IsCompleted;

    /// <summary>How many lines there are by now.</summary>
    public int CountLines()
    {
        lock (_gate)
            return _lines.Count;
    }

    /// <summary>The last lines, for whom something went wrong.</summary>
    public string ShowLast(int count)
    {
        lock (_gate)
            return string.Join('\n', _lines.TakeLast(count));
    }

    /// <summary>Waits until the lines are there, in their order, after the first <paramref name="from"/> ones.</summary>
    /// <returns>Whether they came before the command ended and the patience was over.</returns>
    public async Task<bool> SeeAsync(IReadOnlyList<string> expected, int from, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (true)
        {
            Task more;
            bool hasEnded = _reading.IsCompleted;
            lock (_gate)
            {
                if (Has(expected, from))
                    return true;
                more = _more.Task;
            }

            if (hasEnded || await Task.WhenAny(more, _reading, Task.Delay(Timeout.Infinite, deadline.Token)).ConfigureAwait(false) is { IsCanceled: true })
                return false;
        }
    }

    /// <summary>Ends the command.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited)
            _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _shell.Dispose();
    }

    private bool Has(IReadOnlyList<string> expected, int from)
    {
        var found = 0;
        for (int at = from; at < _lines.Count && found < expected.Count; at++)
            found += ExpectedLines.Is(_lines[at], expected[found]) ? 1 : 0;
        return found == expected.Count;
    }

    private async Task ReadAsync()
    {
        while (await _shell.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            TaskCompletionSource more;
            lock (_gate)
            {
                _lines.Add(line);
                more = _more;
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            more.SetResult();
        }
    }
}
