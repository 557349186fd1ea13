using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace HotWeave.Conformance;

/// <summary>A woven service in a process of its own, which takes an operator's commands.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>How long what must happen may take.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly WovenService _service;
    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _answers = new();

    private Task _reading = Task.CompletedTask;
    private int _asked;
    private readonly List<string> _errors = [];
    private bool _isKilled;

    /// <summary>What its client does before it ends in peace.</summary>
    internal Func<ValueTask>? Ending { get; set; }

    private ServiceProcess(WovenService service, Process process) => (_service, _process) = (service, process);

    internal static Task<ServiceProcess> StartAsync(WovenService service, string confirmed, params string[] arguments) =>
        StartAsync(service, service.Program, confirmed, arguments);

    /// <summary>Starts version 2 as the next deployment has it.</summary>
    internal static Task<ServiceProcess> StartNextAsync(WovenService service, params string[] arguments) =>
        StartAsync(service, service.Next, "", arguments);

    private static async Task<ServiceProcess> StartAsync(WovenService service, string program, string confirmed, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOTWEAVE_PATCHES"] = confirmed;
        start.Environment["DOTNET_STARTUP_HOOKS"] = "HotWeave.Runtime";
        var running = new ServiceProcess(service, Process.Start(start)!);
        running._process.ErrorDataReceived += (_, e) => running.NoteError(e.Data);
        running._process.BeginErrorReadLine();
        var said = await running._process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        if (said != "ready")
            throw new InvalidOperationException($"The service said '{said}': {running.FindErrors()}");
        running._reading = running.ReadAnswersAsync();
        return running;
    }

    internal static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What the service wrote to its error stream.</summary>
    internal string FindErrors()
    {
        lock (_errors)
            return string.Join('\n', _errors.Take(40));
    }

    /// <summary>Turns to version 2.</summary>
    internal Task<string> ApplyAsync(SwapMode? mode = null, double seconds = 30, bool cancelUnits = false) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"apply|{mode}|{seconds}|{_service.Patch}") + (cancelUnits ? "|cancel" : ""));

    /// <summary>Tries version 2 on a share of the units.</summary>
    internal async Task TryAsync() =>
        Assert.StartsWith("ok UnitOfWork", await AskAsync($"try|UnitOfWork|30|{_service.Patch}"), StringComparison.Ordinal);

    /// <summary>How many units have failed since the trial began.</summary>
    internal async Task<int> CountFailedAsync() => int.Parse(await AskAsync("failed"), CultureInfo.InvariantCulture);

    /// <summary>Turns back to version 1.</summary>
    internal Task<string> RollBackAsync(SwapMode? mode = null) => AskAsync($"rollback|{mode}|30");

    /// <summary>Turns to version 2, or back to 1, and tells which.</summary>
    internal async Task SwapAsync(SwapMode mode, bool isForth) =>
        Assert.StartsWith($"ok {mode} ", isForth ? await ApplyAsync(mode) : await RollBackAsync(mode), StringComparison.Ordinal);

    /// <summary>Keeps the version over restarts.</summary>
    internal async Task ConfirmAsync() => Assert.Equal("ok", await AskAsync("confirm"));

    /// <summary>Lets those go on that wait for <c>OperatorConsole.Released</c>.</summary>
    internal async Task ReleaseAsync() => Assert.Equal("ok", await AskAsync("release"));

    /// <summary>Has the service do something of its own.</summary>
    internal Task<string> DoAsync(string what) => AskAsync($"do|{what}");

    /// <summary>Turns back to version 1 if that is not current.</summary>
    internal async Task BeginAnewAsync()
    {
        if ((await ReadStatusAsync()).Version != 0)
            Assert.StartsWith("ok", await RollBackAsync(), StringComparison.Ordinal);
    }

    /// <summary>How many units run, which version is current, how many wait at the gate (-1 where it is open), and how many threads the
    /// pool has.</summary>
    internal async Task<(int Units, int Version, int Waiting, int Threads)> ReadStatusAsync()
    {
        var read = (await AskAsync("status")).Split(' ').Select(static n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (read[0], read[1], read[2], read[3]);
    }

    /// <summary>Waits until so many units run.</summary>
    internal Task UntilRunAsync(int units) => UntilAsync(async () => (await ReadStatusAsync()).Units == units);

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
            await Task.Delay(1, limit.Token);
    }

    /// <summary>Ends the process as a crash would.</summary>
    internal async Task KillAsync()
    {
        _isKilled = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isKilled)
        {
            await (Ending?.Invoke() ?? default);
            _process.StandardInput.Close();
        }

        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        Assert.True(_isKilled || code == 0, $"The service ended with {code}: {FindErrors()}");
    }

    private void NoteError(string? line)
    {
        lock (_errors)
            _errors.Add(line ?? "");
    }

    private async Task<string> AskAsync(string command)
    {
        var number = Interlocked.Increment(ref _asked);
        var answer = _answers[number] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_errors)
            _process.StandardInput.WriteLine($"{number}|{command}");
        var first = await Task.WhenAny(answer.Task, _reading).WaitAsync(Limit);
        return first == answer.Task ? await answer.Task : throw new InvalidOperationException($"The service has ended: {FindErrors()}");
    }

    private async Task ReadAnswersAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // What frameworks log goes the same way.
            var end = Math.Max(0, line.IndexOf('|', StringComparison.Ordinal));
            if (!int.TryParse(line[..end], CultureInfo.InvariantCulture, out var number) || !_answers.TryRemove(number, out var answer))
                NoteError(line);
            else
                answer.SetResult(line[(end + 1)..]);
        }
    }
}
