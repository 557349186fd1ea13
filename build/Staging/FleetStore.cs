using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HotWeave.Staging;

/// <summary>
/// Where a fleet's wishes, reports and patches lie: a NATS server of its own where the machine has one, else a folder. Gone afterwards.
/// </summary>
public sealed class FleetStore : IAsyncDisposable
{
    private static readonly string[] s_programs = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotweave-fleet-");
    private Process? _server;

    private FleetStore() => Address = "file:" + _folder.FullName;

    /// <summary>As <c>--store</c> takes it.</summary>
    public string Address { get; private set; }

    /// <summary>Opens one; a server answers by then.</summary>
    public static async Task<FleetStore> OpenAsync(CancellationToken cancellation)
    {
        var store = new FleetStore();
        if (Array.Find(s_programs, File.Exists) is { } program)
            await store.StartAsync(program, cancellation).ConfigureAwait(false);
        return store;
    }

    /// <summary>Ends the server, and deletes what it kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync().ConfigureAwait(false);
            _server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(string program, CancellationToken cancellation)
    {
        string port = FindPort().ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["-a", "127.0.0.1", "-p", port, "-js", "-sd", _folder.FullName];
        _server = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string? line;
        do
            line = await _server.StandardError.ReadLineAsync(cancellation).ConfigureAwait(false);
        while (line?.Contains("Server is ready", StringComparison.Ordinal) == false);
        StagingException.Unless(line is not null, "nats-server ended before it was ready.");
        // What it logs is read, so that it never waits.
        _ = _server.StandardError.ReadToEndAsync(CancellationToken.None);
        Address = "nats://127.0.0.1:" + port;
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
