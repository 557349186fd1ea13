using System.Diagnostics;
using System.Text;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>A session of <c>hotweave dev</c> on a terminal of its own, as a person has it: what it shows is read, keys are pressed.</summary>
internal sealed class DevTerminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private int _read;

    public DevTerminal(string folder, string arguments)
    {
        // The terminal is one of "script", which passes on what is written to it as if it were typed.
        var start = new ProcessStartInfo("script", ["-qefc", $"dotnet '{typeof(Program).Assembly.Location}' dev {arguments}", "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // No build server that outlives the test, and lines as wide as they are.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["TERM"] = "xterm";
        _process = Process.Start(start)!;
        _ = ReadAsync();
    }

    /// <summary>Presses a key.</summary>
    public void Press(char key)
    {
        _process.StandardInput.Write(key);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits until a text is shown after what was waited for before.</summary>
    /// <returns>The rest of its line, as far as it is shown.</returns>
    public string WaitFor(string text)
    {
        var waited = Stopwatch.StartNew();
        lock (_shown)
        {
            while (true)
            {
                var all = _shown.ToString();
                var place = all.IndexOf(text, _read, StringComparison.Ordinal);
                var end = place < 0 ? -1 : all.IndexOf('\n', place);
                if (end >= 0)
                {
                    _read = end;
                    return all[place..end].TrimEnd('\r');
                }

                Assert.True(waited.Elapsed < s_patience && !_process.HasExited, $"'{text}' is not shown; what is: {all[_read..]}");
                Monitor.Wait(_shown, TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Waits for the end.</summary>
    public int WaitForEnd()
    {
        Assert.True(_process.WaitForExit(s_patience));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is var count and > 0)
        {
            lock (_shown)
            {
                _shown.Append(buffer, 0, count);
                Monitor.PulseAll(_shown);
            }
        }
    }
}
