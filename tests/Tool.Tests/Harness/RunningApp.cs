using System.Diagnostics;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>A live process of the greeting application, or another that answers lines with lines.</summary>
internal sealed class RunningApp : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private RunningApp(Process process) => _process = process;

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it lives.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts the application in a folder by its own host and waits until it is ready.</summary>
    public static RunningApp StartHost(string folder, params (string Name, string Value)[] environment) =>
        Start(Path.Combine(folder, "GreetingHost"), [], environment);

    /// <summary>Starts the application in a folder by <c>dotnet</c> and waits until it is ready.</summary>
    public static RunningApp StartWithDotnet(string folder) => Start("dotnet", [Path.Combine(folder, "GreetingHost.dll")], []);

    /// <summary>Starts any command that says "ready" first.</summary>
    public static RunningApp Start(string file, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var app = new RunningApp(Process.Start(start)!);
        Assert.Equal("ready", app.ReadLine());
        return app;
    }

    /// <summary>Sends a line and returns the answer.</summary>
    public string? Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return ReadLine();
    }

    /// <summary>Ends the application's input and waits for its end.</summary>
    public int End()
    {
        _process.StandardInput.Close();
        Assert.True(_process.WaitForExit(s_patience));
        return _process.ExitCode;
    }

    /// <summary>Ends the process without asking it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (IsAlive)
            Kill();
        _process.Dispose();
    }

    private string? ReadLine()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(s_patience), "the application does not answer");
        return line.Result;
    }
}
