using System.Globalization;

namespace HotWeave.Control.Protocol;

/// <summary>
/// Where agent and tool meet: a folder that only one user can enter. The tool puts the agent there, so the agent knows the folder from its
/// own location, and both derive everything else.
/// </summary>
/// <param name="Folder">The control folder.</param>
/// <param name="AgentId">
/// Digest of the agent's code. It is part of the agent's assembly name, since loading two assemblies of one name into a process fails, and a
/// failing startup hook ends the process; and of the socket's name, so that a tool talks with no other agent than its own.
/// </param>
internal sealed record ControlAddress(string Folder, string AgentId)
{
    private const string AgentPrefix = "HotWeave.Agent.";
    private const string AgentFolder = "agent";

    /// <summary>The agent's assembly name.</summary>
    public string AgentName => AgentPrefix + AgentId;

    /// <summary>The agent's file.</summary>
    public string AgentPath => Path.Combine(Folder, AgentFolder, AgentName + ".dll");

    /// <summary>The socket on which the agent of a process listens.</summary>
    /// <param name="processId">The process's id as it sees itself.</param>
    public string SocketPath(int processId) => Path.Combine(Folder, Name(processId) + ".sock");

    /// <summary>The file in which an agent that cannot listen says why.</summary>
    /// <param name="processId">The process's id as it sees itself.</param>
    public string FailurePath(int processId) => Path.Combine(Folder, Name(processId) + ".failed");

    /// <summary>The named pipe on which the agent of a process listens, where there are no Unix domain sockets with peer checks.</summary>
    /// <param name="processId">The process's id.</param>
    public string PipeName(int processId) => "hotweave-" + Name(processId);

    /// <summary>The address that an agent at this path serves; null when the path is not an agent's.</summary>
    public static ControlAddress? OfAgent(string agentPath)
    {
        var name = Path.GetFileNameWithoutExtension(agentPath);
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(agentPath));
        return name.StartsWith(AgentPrefix, StringComparison.Ordinal) && !string.IsNullOrEmpty(folder)
            ? new ControlAddress(folder, name[AgentPrefix.Length..])
            : null;
    }

    private string Name(int processId) => processId.ToString(CultureInfo.InvariantCulture) + "." + AgentId;
}
