using System.Diagnostics;
using HotWeave.Conformance;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>A Redis server of a test's own, on loopback, which keeps nothing on the disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process _process;

    internal RedisServer()
    {
        var port = ServiceProcess.FindPort();
        Address = $"127.0.0.1:{port}";
        string[] arguments = ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        _process = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
            // What it says before it is ready.
        }

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The server's program; null where the machine has none.</summary>
    internal static string? Program { get; } = new[] { "/usr/bin/redis-server", "/usr/sbin/redis-server", "/usr/local/bin/redis-server" }.FirstOrDefault(File.Exists);

    /// <summary>Its host and port.</summary>
    internal string Address { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
