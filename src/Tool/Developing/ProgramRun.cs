using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>A program that runs. What it writes goes where the session's own lines go; its standard input is empty.</summary>
internal sealed partial class ProgramRun : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_leftover = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Task _output;
    private readonly Task _errors;

    private ProgramRun(Process process, Action<string> write, Action<ProgramRun> ended)
    {
        _process = process;
        process.StandardInput.Close();
        _output = ForwardAsync(process.StandardOutput, write);
        _errors = ForwardAsync(process.StandardError, write);
        process.Exited += (_, _) => ended(this);
        process.EnableRaisingEvents = true;
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it lives.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts the program.</summary>
    /// <param name="project">The project.</param>
    /// <param name="folder">The folder that it runs from.</param>
    /// <param name="request">What it is started with.</param>
    /// <param name="write">Takes what it writes, in pieces, on any thread.</param>
    /// <param name="ended">Told when it has ended, on any thread.</param>
    /// <exception cref="RefusedException">HW7164, HW7165: it cannot be started.</exception>
    public static ProgramRun Start(ProjectFacts project, string folder, DevRequest request, Action<string> write, Action<ProgramRun> ended)
    {
        var profile = LaunchProfile.Read(project, request);
        var start = Describe(project, folder);
        start.WorkingDirectory = project.WorkingDirectory.Length > 0 ? project.WorkingDirectory : Environment.CurrentDirectory;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var argument in request.Arguments)
            start.ArgumentList.Add(argument);
        if (request.Arguments.Count == 0 && profile.Arguments.Length > 0)
            start.Arguments = string.Join(' ', [.. start.ArgumentList.Select(static a => $"\"{a}\""), profile.Arguments]);
        if (start.Arguments.Length > 0)
            start.ArgumentList.Clear();
        foreach (var (name, value) in profile.Environment)
            start.Environment[name] = value;
        // Colours, as if it wrote to the terminal itself.
        start.Environment.TryAdd("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", Console.IsOutputRedirected ? "0" : "1");
        try
        {
            return new ProgramRun(Process.Start(start)!, write, ended);
        }
        catch (Win32Exception e)
        {
            throw new RefusedException(DevDiagnostics.NotStarted.With(project.Name, e.Message), e);
        }
    }

    /// <summary>Asks it to end, and ends it where it does not.</summary>
    public void Stop()
    {
        if (IsAlive && !(OperatingSystem.IsWindows() || SendSignal(_process.Id, Terminate) != 0))
            _process.WaitForExit(s_patience);
        if (IsAlive)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>
    /// Waits until all that it wrote is written. A process that it started and that goes on has the same pipes: what that writes comes later,
    /// and is not waited for.
    /// </summary>
    /// <returns>Whether the pipes have ended.</returns>
    public bool FinishOutput() => Task.WaitAll([_output, _errors], s_leftover);

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private static ProcessStartInfo Describe(ProjectFacts project, string folder)
    {
        var file = Path.GetFileName(project.TargetPath);
        if (!project.IsSelfContained)
            return new ProcessStartInfo(DotnetCommand.Host) { ArgumentList = { Path.Combine(folder, file) } };
        var host = Path.GetFileNameWithoutExtension(file) + (OperatingSystem.IsWindows() ? ".exe" : "");
        return new ProcessStartInfo(Path.Combine(folder, host));
    }

    // In pieces as they come: what a program prints without an end of line is seen at once.
    private static async Task ForwardAsync(StreamReader from, Action<string> write)
    {
        var buffer = new char[4096];
        while (await from.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
            write(new string(buffer, 0, count));
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
