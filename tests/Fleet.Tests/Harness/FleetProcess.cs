using System.Diagnostics;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>An instance in a process of its own.</summary>
internal sealed class FleetProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private FleetProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static FleetProcess Start(string store, string instance, string zone = "", bool controls = false)
    {
        List<string> arguments = [FleetBuilds.Made.Program, store, instance, zone];
        if (controls)
            arguments.Add("controls");
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is var line && line != "ready")
            Assert.NotNull(line);
        // What the host logs is read, so that it never waits.
        _ = process.StandardOutput.ReadToEndAsync();
        return new FleetProcess(process);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(s_patience))
                Kill();
        }

        _process.Dispose();
    }
}
