using System.Diagnostics;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>A live process of the greeting application, or another that answers lines with lines.</summary>
internal sealed class RunningApp : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly System.Text.StringBuilder _errors = new();

    private RunningApp(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it lives.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts the application in a folder by its own host and waits until it is ready.</summary>
    public static RunningApp StartHost(string folder, params (string Name, string Value)[] environment) =>
        Start(Path.Combine(folder, "GreetingHost"), [], environment);

    /// <summary>Starts the application in a folder by <c>dotnet</c> and waits until it is ready.</summary>
    public static RunningApp StartWithDotnet(string folder, params (string Name, string Value)[] environment) =>
        Start("dotnet", [Path.Combine(folder, "GreetingHost.dll")], environment);

    /// <summary>Starts any command that says "ready" first.</summary>
    public static RunningApp Start(string file, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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

    /// <summary>Ends the application and returns what it wrote to its standard error.</summary>
    public string EndWithErrors()
    {
        End();
        // Waits for the readers of the streams, too.
        _process.WaitForExit();
        return _errors.ToString();
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
