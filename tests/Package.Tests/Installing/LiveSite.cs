using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace HotWeave.Package.Tests.Installing;

/// <summary>A web application in a process of its own, and four clients of its forecast that never pause.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    private const string Listens = "Now listening on: ";
    private const int Clients = 4;

    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failed = new();
    private readonly Task[] _clients;

    // The last answer, with how many there were: replaced as a whole.
    private volatile Answer _last = new(0, []);

    private LiveSite(Process process, string address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri(address) };
        _clients = [.. Enumerable.Range(0, Clients).Select(_ => Task.Run(AskAsync))];
    }

    public int Id => _process.Id;

    public static async Task<LiveSite> StartAsync(string program)
    {
        var process = Process.Start(new ProcessStartInfo(program, ["--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listens, StringComparison.Ordinal) is var at && at >= 0)
            {
                // What it goes on to say must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync();
                return new LiveSite(process, line[(at + Listens.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    /// <summary>Waits for an answer to a request made from now on in which all temperatures are meant; those under way may mix.</summary>
    public async Task SeeAsync(Func<int, bool> isMeant)
    {
        var before = _last.Number;
        while (_failed.IsEmpty && !(_last is var last && last.Number > before + Clients && last.Degrees.All(isMeant)))
            await Task.Delay(10);
    }

    /// <summary>Ends the clients, and says what failed.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        return [.. _failed];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var forecast = JsonDocument.Parse(await _client.GetStringAsync("/weatherforecast", CancellationToken.None));
                int[] degrees = [.. forecast.RootElement.EnumerateArray().Select(static d => d.GetProperty("temperatureC").GetInt32())];
                for (var last = _last; Interlocked.CompareExchange(ref _last, new Answer(last.Number + 1, degrees), last) != last;)
                    last = _last;
            }
            catch (Exception e) when (e is HttpRequestException or JsonException)
            {
                _failed.Enqueue(e.Message);
            }
        }
    }

    private sealed record Answer(long Number, int[] Degrees);
}
