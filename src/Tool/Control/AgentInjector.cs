using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using Microsoft.Diagnostics.NETCore.Client;

namespace HotWeave.Tool.Control;

/// <summary>Brings the agent into a process over its diagnostics port, after everything that can be known from outside says it will work.</summary>
internal sealed class AgentInjector(ProcessFacts process, ControlFolder folder)
{
    private const uint UnknownCommand = 0x80131385; // DS_IPC_E_UNKNOWN_COMMAND

    private static readonly TimeSpan s_portPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_listenerPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Brings the agent in and waits until it listens.</summary>
    /// <exception cref="RefusedException">It does not, for a reason that has a code.</exception>
    public ControlConnection Inject()
    {
        folder.PlaceAgent();
        File.Delete(folder.FailurePath);
        // Twice: a listener that nobody came to may have ended just after the agent found it running.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            AskForHook();
            if (WaitForListener() is { } connection)
                return connection;
        }

        throw new RefusedException(UseDiagnostics.StartupHooksOff.With(process.Id, Seconds(2 * s_listenerPatience)));
    }

    /// <summary>Refuses what cannot work, before anything is sent to the process.</summary>
    /// <exception cref="RefusedException">With the reason.</exception>
    public static void CheckIdentity(ProcessFacts process, uint ownUser)
    {
        if (process.UserId is { } user && user != ownUser)
            throw new RefusedException(UseDiagnostics.OtherUser.With(process.Id, user, ownUser));
        if (OperatingSystem.IsLinux() && !SwapReadiness.IsDotNet(process))
            throw new RefusedException(UseDiagnostics.NotDotNet.With(process.Id, process.Name));
    }

    /// <summary>Refuses a process that does not use HotWeave.</summary>
    /// <exception cref="RefusedException">With the reason.</exception>
    public static void CheckRuntime(ProcessFacts process)
    {
        if (OperatingSystem.IsLinux() && !SwapReadiness.UsesHotWeave(process))
            throw new RefusedException(UseDiagnostics.NoRuntime.With(process.Id, process.Name));
    }

    /// <summary>Refuses a process whose port is closed, that does not answer, is too old, or lacks what the agent needs.</summary>
    /// <exception cref="RefusedException">With the reason.</exception>
    public static void CheckPort(ProcessFacts process, AgentImage agent)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var port = DiagnosticsPort.Find(process) ?? throw new RefusedException(UseDiagnostics.DiagnosticsOff.With(process.Id));
        var identity = DiagnosticsPort.Ask(port, process) ?? throw NoAnswer(process);
        if (Major(identity.RuntimeVersion) < 8)
            throw new RefusedException(UseDiagnostics.FrameworkTooOld.With(process.Id, identity.RuntimeVersion.Length > 0 ? identity.RuntimeVersion : "5 or earlier"));
        foreach (var reference in agent.References)
        {
            if (!SwapReadiness.HasFrameworkAssembly(process, reference))
                throw new RefusedException(UseDiagnostics.Trimmed.With(process.Id, reference));
        }
    }

    private ControlConnection? WaitForListener()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < s_listenerPatience)
        {
            if (ControlConnection.TryOpen(process, folder) is { } connection)
                return connection;
            if (File.Exists(folder.FailurePath))
                throw new RefusedException(UseDiagnostics.AgentFailed.With(process.Id, File.ReadAllText(folder.FailurePath)));
            if (ProcessReader.Read(process.Id) is null)
                throw new RefusedException(UseDiagnostics.NoSuchProcess.With(process.Id));
            Thread.Sleep(s_pollInterval);
        }

        return null;
    }

    private void AskForHook()
    {
        if (OperatingSystem.IsLinux())
            AskPort(DiagnosticsPort.Find(process) ?? throw new RefusedException(UseDiagnostics.DiagnosticsOff.With(process.Id)));
        else
            AskClient();
    }

    // The very socket that was checked: the client library looks for one by the process's id, in this process's temporary folder, and takes the
    // newest of that name.
    private void AskPort(string port)
    {
        DiagnosticsAnswer answer;
        try
        {
            answer = DiagnosticsPort.LoadHook(port, process, folder.There.AgentPath, s_portPatience);
        }
        catch (SocketException e)
        {
            throw new RefusedException(UseDiagnostics.DiagnosticsOff.With(process.Id), e);
        }
        catch (IOException e)
        {
            throw new RefusedException(UseDiagnostics.NoAnswer.With(process.Id, Seconds(s_portPatience)), e);
        }

        if (answer is { IsSuccess: false, Code: UnknownCommand })
            throw new RefusedException(UseDiagnostics.FrameworkTooOld.With(process.Id, "7 or earlier"));
        if (!answer.IsSuccess)
            throw new RefusedException(UseDiagnostics.AgentFailed.With(process.Id, $"the runtime refused the startup hook (0x{answer.Code:x8})"));
    }

    private void AskClient()
    {
        using var patience = new CancellationTokenSource(s_portPatience);
        try
        {
            new DiagnosticsClient(process.Id).ApplyStartupHookAsync(folder.There.AgentPath, patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            throw new RefusedException(UseDiagnostics.NoAnswer.With(process.Id, Seconds(s_portPatience)), e);
        }
        catch (ServerNotAvailableException e)
        {
            throw new RefusedException(UseDiagnostics.DiagnosticsOff.With(process.Id), e);
        }
        catch (UnsupportedCommandException e)
        {
            throw new RefusedException(UseDiagnostics.FrameworkTooOld.With(process.Id, "7 or earlier"), e);
        }
        catch (Exception e) when (e is DiagnosticsClientException or IOException)
        {
            throw new RefusedException(UseDiagnostics.AgentFailed.With(process.Id, e.Message), e);
        }
    }

    private static RefusedException NoAnswer(ProcessFacts process) => new(UseDiagnostics.NoAnswer.With(process.Id, 3));

    private static int Major(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
