using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>A NATS server of a test's own, with JetStream, on loopback; its data lie in a folder that outlives a restart of it.</summary>
internal sealed class NatsServer : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hotweave-nats-");
    private readonly int _port = FindPort();
    private Process? _process;

    public NatsServer() => Start();

    /// <summary>Where it is.</summary>
    public string Address => $"nats://127.0.0.1:{_port}";

    /// <summary>The server's program; null where the machine has none.</summary>
    public static string? Program { get; } = new[] { Environment.GetEnvironmentVariable("HOTWEAVE_NATS_SERVER"), "/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server" }
        .FirstOrDefault(static p => File.Exists(p));

    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo(Program!, ["-a", "127.0.0.1", "-p", $"{_port}", "-js", "-sd", _data.FullName]) { RedirectStandardError = true })!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("Server is ready", StringComparison.Ordinal))
        {
            // What it says before it is ready.
        }

        _ = _process.StandardError.ReadToEndAsync();
    }

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

/// <summary>A test with a NATS server, which runs where the machine has one (<c>apt-get install nats-server</c>, or <c>HOTWEAVE_NATS_SERVER</c>).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NatsFactAttribute : FactAttribute
{
    public NatsFactAttribute() => Skip = NatsServer.Program is null ? "No nats-server on this machine." : null;
}
