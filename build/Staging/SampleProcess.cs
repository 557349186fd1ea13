using System.Diagnostics;
using System.Threading.Channels;

namespace HotWeave.Staging;

/// <summary>A sample that runs. Its samples end when their standard input ends, so even a killed owner leaves none behind.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<SampleLine> _lines = Channel.CreateUnbounded<SampleLine>();
    private readonly List<string> _seen = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private SampleProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
        Ready = new SampleLine(string.Empty);
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>The line with which the sample said that it is ready.</summary>
    public SampleLine Ready { get; private set; }

    /// <summary>Starts a built sample and waits until it is ready.</summary>
    public static async Task<SampleProcess> StartAsync(string assembly, CancellationToken cancellation, params string[] arguments)
    {
        var sample = new SampleProcess(Command.Start(Path.GetDirectoryName(assembly)!, [assembly, .. arguments]));
        try
        {
            sample.Ready = await sample.NextAsync(line => line.Says("ready"), cancellation).ConfigureAwait(false);
            return sample;
        }
        catch
        {
            await sample.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The first of the lines not read yet that meets the condition; those before it are passed over.</summary>
    /// <exception cref="StagingException">The sample ended before; the message has all that it printed.</exception>
    /// <exception cref="OperationCanceledException">No such line came before the cancellation.</exception>
    public async Task<SampleLine> NextAsync(Func<SampleLine, bool> condition, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                SampleLine line = await _lines.Reader.ReadAsync(cancellation).ConfigureAwait(false);
                if (condition(line))
                    return line;
            }
        }
        catch (ChannelClosedException)
        {
            throw new StagingException($"The sample ended too early. It printed:\n{string.Join('\n', _seen)}\n{await _errors.ConfigureAwait(false)}");
        }
        catch (OperationCanceledException e)
        {
            string seen;
            lock (_seen)
                seen = string.Join('\n', _seen.TakeLast(20));
            throw new OperationCanceledException($"No awaited line came. The last lines were:\n{seen}", e, cancellation);
        }
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the sample's input, waits for its end and returns its last line.</summary>
    /// <exception cref="StagingException">The sample's exit code was not 0, or it did not say "done".</exception>
    public async Task<SampleLine> StopAsync(CancellationToken cancellation)
    {
        _process.StandardInput.Close();
        SampleLine done = await NextAsync(line => line.Says("done"), cancellation).ConfigureAwait(false);
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        string errors = await _errors.ConfigureAwait(false);
        StagingException.Unless(_process.ExitCode == 0, $"The sample ended with exit code {_process.ExitCode}: {done.Text}\n{errors}");
        StagingException.Unless(errors.Length == 0, $"The sample printed errors:\n{errors}");
        return done;
    }

    /// <summary>Kills the sample if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } text)
        {
            lock (_seen) // guards the list alone: one writer here, readers that report a failure
                _seen.Add(text);
            _lines.Writer.TryWrite(new SampleLine(text));
        }
        _lines.Writer.Complete();
    }
}
