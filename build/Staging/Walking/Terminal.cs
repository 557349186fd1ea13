using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HotWeave.Staging.Walking;

/// <summary>A shell in which one command is typed after another: what one exports, the next one sees.</summary>
public sealed class Terminal : IAsyncDisposable
{
    // What no command prints (ASCII's record separator) stands round the exit code of the one that has ended.
    private const char Border = '\u001e';

    private readonly Process _shell;
    private readonly StringBuilder _unread = new();
    private readonly char[] _buffer = new char[4096];

    /// <summary>Opens one.</summary>
    /// <param name="folder">Where it stands at first.</param>
    /// <param name="environment">What its commands find set, beside what this process does.</param>
    public Terminal(string folder, IReadOnlyDictionary<string, string> environment)
    {
        _shell = StartShell(folder, environment, []);
        _shell.StandardInput.Write("exec 2>&1\n");
    }

    /// <summary>Starts bash, whose streams are redirected.</summary>
    internal static Process StartShell(string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Command.FreeOfBuild(start);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new StagingException("bash could not be started.");
    }

    /// <summary>Types a command, and waits for its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>Its exit code, null where it did not come to its end in time or ended the shell; and all that it printed.</returns>
    public async Task<(int? ExitCode, string Output)> TypeAsync(string command, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(command);
        string quoted = command.Replace("'", @"'\''", StringComparison.Ordinal);
        await _shell.StandardInput.WriteAsync($"eval '{quoted}' </dev/null\nprintf '\\036%d\\036' $?\n").ConfigureAwait(false);
        await _shell.StandardInput.FlushAsync().ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(patience);
        while (true)
        {
            if (TakeAnswer() is { } answer)
                return answer;
            int count;
            try
            {
                count = await _shell.StandardOutput.ReadAsync(_buffer, deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                count = 0;
            }

            if (count == 0)
                return (null, _unread.ToString());
            _unread.Append(_buffer, 0, count);
        }
    }

    /// <summary>Ends the shell and what it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited)
            _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync().ConfigureAwait(false);
        _shell.Dispose();
    }

    private (int? ExitCode, string Output)? TakeAnswer()
    {
        string[] parts = _unread.ToString().Split(Border, 3);
        if (parts.Length < 3)
            return null;
        _unread.Clear().Append(parts[2]);
        return (int.Parse(parts[1], CultureInfo.InvariantCulture), parts[0]);
    }
}
