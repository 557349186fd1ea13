using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Control;

/// <summary>
/// The folder in which tool and agent meet: <c>hotweave-N</c>, N being the user, in the temporary folder of the process. It holds agents, and the
/// sockets of those that listen.
/// </summary>
internal sealed class ControlFolder
{
    // struct sockaddr_un has 108 bytes for the path on Linux and 104 on macOS, the final NUL among them.
    private static readonly int s_longestSocketPath = OperatingSystem.IsMacOS() ? 103 : 107;

    private readonly ProcessFacts _process;
    private readonly AgentImage _agent;

    private ControlFolder(ProcessFacts process, AgentImage agent, string path)
    {
        _process = process;
        _agent = agent;
        Here = new ControlAddress(path, agent.Id);
        There = new ControlAddress(path[process.Root.Length..], agent.Id);
    }

    /// <summary>The address as this process sees it.</summary>
    public ControlAddress Here { get; }

    /// <summary>The address as the target process sees it.</summary>
    public ControlAddress There { get; }

    /// <summary>The agent's socket, as this process sees it.</summary>
    public string SocketPath => Here.SocketPath(_process.InnerId);

    /// <summary>Where the agent says why it cannot listen.</summary>
    public string FailurePath => Here.FailurePath(_process.InnerId);

    /// <summary>Makes or checks the folder, and clears what dead processes left in it.</summary>
    /// <exception cref="RefusedException">HW7009, HW7015.</exception>
    public static ControlFolder Open(ProcessFacts process, AgentImage agent)
    {
        var name = process.UserId is { } user ? "hotweave-" + user.ToString(CultureInfo.InvariantCulture) : "hotweave";
        var folder = new ControlFolder(process, agent, process.Here(Path.Combine(process.TempFolder, name)));
        foreach (var path in new[] { folder.SocketPath, folder.There.SocketPath(process.InnerId) })
        {
            if (System.Text.Encoding.UTF8.GetByteCount(path) > s_longestSocketPath)
                throw new RefusedException(UseDiagnostics.SocketPathTooLong.With(path, s_longestSocketPath));
        }

        PrivateFolder.Ensure(folder.Here.Folder);
        if (process.Root.Length == 0)
            folder.RemoveStaleFiles();
        return folder;
    }

    /// <summary>Puts the agent there, whole or not at all, unless it is there already.</summary>
    /// <exception cref="RefusedException">HW7009; HW7021: the disk is full, for example.</exception>
    public void PlaceAgent()
    {
        var path = Here.AgentPath;
        PrivateFolder.Ensure(Path.GetDirectoryName(path)!);
        try
        {
            // A process that fails to load its startup hook dies, so a file that is there is compared, not trusted.
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(_agent.Bytes))
                return;
            var temporary = path + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            File.WriteAllBytes(temporary, _agent.Bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotWrite.With(path, e.Message), e);
        }
    }

    private void RemoveStaleFiles()
    {
        foreach (var path in Directory.EnumerateFiles(Here.Folder))
        {
            var name = Path.GetFileName(path);
            var isOurs = name.EndsWith(".sock", StringComparison.Ordinal) || name.EndsWith(".failed", StringComparison.Ordinal);
            if (isOurs && int.TryParse(name.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ProcessReader.Read(id) is null)
                File.Delete(path);
        }
    }
}
