using System.Diagnostics;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>An instance in a process of its own.</summary>
internal sealed class FleetProcess : IDisposable
{
    private const string Ready = "ready ";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private FleetProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public int Id => _process.Id;

    /// <summary>Where it answers customers.</summary>
    public Uri Address { get; }

    public static FleetProcess Start(string store, string instance, string zone = "", bool controls = false, params string[] wrapper)
    {
        List<string> arguments = [.. wrapper, "dotnet", FleetBuilds.Made.Program, store, instance, zone];
        if (controls)
            arguments.Add("controls");
        var start = new ProcessStartInfo(arguments[0], arguments[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // As in any container of so many: the collector does not take the machine for itself.
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
            Assert.NotNull(line);
        }
        while (!line.StartsWith(Ready, StringComparison.Ordinal));
        // What the host logs is read, so that it never waits.
        _ = process.StandardOutput.ReadToEndAsync();
        return new FleetProcess(process, new Uri(line[Ready.Length..]));
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
