using HotWeave.Control.Protocol;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Control;

/// <summary>Finds a process and connects to its agent, which is brought in when none listens.</summary>
internal static class LiveProcess
{
    /// <summary>Connects.</summary>
    /// <param name="id">The process's id.</param>
    /// <exception cref="RefusedException">It cannot be swapped; the process is as it was.</exception>
    public static ControlConnection Connect(int id)
    {
        var process = Find(id);
        var agent = AgentImage.Read();
        var folder = OpenFolder(process, agent);
        if (ControlConnection.TryOpen(process, folder) is { } running)
            return running;

        AgentInjector.CheckPort(process, agent);
        return new AgentInjector(process, folder).Inject();
    }

    /// <summary>Connects, asks one thing, and leaves.</summary>
    /// <param name="id">The process's id.</param>
    /// <param name="request">What to ask.</param>
    /// <exception cref="RefusedException">It cannot be swapped, or refused what was asked.</exception>
    public static TReply Ask<TReply>(int id, ControlMessage request)
        where TReply : ControlMessage
    {
        using var connection = Connect(id);
        return connection.Ask<TReply>(request);
    }

    /// <summary>Connects to the agent that listens already; null when none does.</summary>
    /// <param name="id">The process's id.</param>
    /// <exception cref="RefusedException">It cannot be swapped.</exception>
    public static ControlConnection? TryConnect(int id)
    {
        var process = Find(id);
        return ControlConnection.TryOpen(process, ControlFolder.Open(process, AgentImage.Read()));
    }

    // Without a port no folder helps, and that is what to be told first.
    private static ControlFolder OpenFolder(ProcessFacts process, AgentImage agent)
    {
        try
        {
            return ControlFolder.Open(process, agent);
        }
        catch (RefusedException e) when (e.Diagnostic.Id == UseDiagnostics.CannotWrite.Id)
        {
            AgentInjector.CheckPort(process, agent);
            throw;
        }
    }

    private static ProcessFacts Find(int id)
    {
        var process = FindUnprepared(id);
        AgentInjector.CheckRuntime(process);
        return process;
    }

    /// <summary>A .NET process of the user's own, whether or not it uses HotWeave.</summary>
    /// <param name="id">The process's id.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ProcessFacts FindUnprepared(int id)
    {
        var process = ProcessReader.Read(id) ?? throw new RefusedException(UseDiagnostics.NoSuchProcess.With(id));
        AgentInjector.CheckIdentity(process, OperatingSystem.IsWindows() ? 0 : PeerCredentials.OwnUserId);
        return process;
    }
}
