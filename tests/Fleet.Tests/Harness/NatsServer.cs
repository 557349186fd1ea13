using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>A NATS server of a test's own, with JetStream, on loopback; its data lie in a folder that outlives a restart of it.</summary>
internal sealed class NatsServer : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hotweave-nats-");
    private readonly int _port = FindPort();
    private readonly int _monitoring = FindPort();
    private readonly string? _settings;
    private Process? _process;

    /// <param name="settings">Lines of its configuration.</param>
    public NatsServer(params string[] settings)
    {
        if (settings.Length > 0)
            File.WriteAllLines(_settings = Path.Combine(_data.FullName, "settings.conf"), settings);
        Start();
    }

    /// <summary>Its port on this machine.</summary>
    public int Port => _port;

    /// <summary>Where it is.</summary>
    public string Address => $"nats://127.0.0.1:{_port}";

    /// <summary>The server's program; null where the machine has none.</summary>
    public static string? Program { get; } = new[] { Environment.GetEnvironmentVariable("HOTWEAVE_NATS_SERVER"), "/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server" }
        .FirstOrDefault(static p => File.Exists(p));

    public void Start()
    {
        var data = Path.Combine(_data.FullName, "js");
        List<string> arguments = ["-a", "127.0.0.1", "-p", $"{_port}", "-m", $"{_monitoring}", "-js", "-sd", data];
        if (_settings is not null)
            arguments.AddRange(["-c", _settings]);
        _process = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardError = true })!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("Server is ready", StringComparison.Ordinal))
        {
            // What it says before it is ready.
        }

        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Asks what it has done since its start, and what it takes now.</summary>
    public async Task<ServerLoad> MeasureAsync()
    {
        using var http = new HttpClient();
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{_monitoring}/varz")));
        _process!.Refresh();
        return new ServerLoad(
            answer.RootElement.GetProperty("in_msgs").GetInt64(),
            answer.RootElement.GetProperty("out_msgs").GetInt64(),
            _process.TotalProcessorTime,
            _process.WorkingSet64);
    }

    /// <summary>Gives it other settings, for its next start.</summary>
    public void Configure(params string[] settings) => File.WriteAllLines(_settings!, settings);

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public void Dispose()
    {
        Kill();
        _data.Delete(recursive: true);
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>What a server has to do.</summary>
/// <param name="Received">Messages from clients since its start.</param>
/// <param name="Sent">Messages to clients since its start.</param>
/// <param name="Processor">The processor's time since its start.</param>
/// <param name="Memory">Resident bytes.</param>
internal sealed record ServerLoad(long Received, long Sent, TimeSpan Processor, long Memory);

/// <summary>A test with a NATS server, which runs where the machine has one (<c>apt-get install nats-server</c>, or <c>HOTWEAVE_NATS_SERVER</c>).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NatsFactAttribute : FactAttribute
{
    public NatsFactAttribute() => Skip = NatsServer.Program is null ? "No nats-server on this machine." : null;
}

/// <summary>The same for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NatsTheoryAttribute : TheoryAttribute
{
    public NatsTheoryAttribute() => Skip = NatsServer.Program is null ? "No nats-server on this machine." : null;
}
