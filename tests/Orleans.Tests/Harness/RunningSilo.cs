using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Xunit;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>A silo in a process of its own, and this process as its client.</summary>
internal sealed class RunningSilo : IAsyncDisposable
{
    /// <summary>How long what must happen may take.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly SemaphoreSlim _asking = new(1);
    private IHost? _client;

    private RunningSilo(Process process) => _process = process;

    internal IGrainFactory Grains => _client!.Services.GetRequiredService<IGrainFactory>();

    internal IServiceProvider Services => _client!.Services;

    internal static async Task<RunningSilo> StartAsync()
    {
        var (silo, gateway) = (FindPort(), FindPort());
        var start = new ProcessStartInfo("dotnet", [WovenSilo.Made.Program, $"{silo}", $"{gateway}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var errors = new List<string>();
        var running = new RunningSilo(Process.Start(start)!);
        running._process.ErrorDataReceived += (_, e) =>
        {
            lock (errors)
                errors.Add(e.Data ?? "");
        };
        running._process.BeginErrorReadLine();
        var said = await running._process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        if (said != "ready")
            throw new InvalidOperationException($"The silo said '{said}': {string.Join('\n', errors.Take(40))}");
        await running.ConnectAsync(gateway);
        return running;
    }

    /// <summary>Turns to version 2.</summary>
    internal Task<string> ApplyAsync(SwapMode? mode = null, double seconds = 60, bool cancelUnits = false) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"apply|{mode}|{seconds}|{WovenSilo.Made.Patch}") + (cancelUnits ? "|cancel" : ""));

    /// <summary>Turns back to version 1 if that is not current.</summary>
    internal async Task BeginAnewAsync()
    {
        if (!(await AskAsync("status")).EndsWith(" 0", StringComparison.Ordinal))
            Assert.StartsWith("ok", await RollBackAsync(), StringComparison.Ordinal);
    }

    /// <summary>Turns back to version 1.</summary>
    internal Task<string> RollBackAsync(SwapMode? mode = null) => AskAsync($"rollback|{mode}|60");

    /// <summary>How many units run.</summary>
    internal async Task<int> CountUnitsAsync() => int.Parse((await AskAsync("status")).Split(' ')[0], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _asking.Dispose();
        Assert.Equal(0, code);
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> AskAsync(string command)
    {
        await _asking.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) ?? throw new InvalidOperationException("The silo has ended.");
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task ConnectAsync(int gateway)
    {
        _client = new HostBuilder().UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(gateway);
            client.AddMemoryStreams("memory");
            client.Configure<ClusterOptions>(static o => (o.ClusterId, o.ServiceId) = ("tests", "tests"));
            client.Configure<ClientMessagingOptions>(static o => o.ResponseTimeout = Limit);
        }).Build();
        await _client.StartAsync().WaitAsync(Limit);
    }
}
