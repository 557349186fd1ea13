using System.ComponentModel;
using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Control;

/// <summary>
/// The folder in which tool and agent meet: <c>hotweave-N</c>, N being the user, in the temporary folder of the process; where somebody
/// else has put something of that name there, in the user's own folder of the system, <c>/run/user/N</c>. It holds agents, and the sockets
/// of those that listen.
/// </summary>
internal sealed class ControlFolder
{
    // struct sockaddr_un has 108 bytes for the path on Linux and 104 on macOS, the final NUL among them.
    private static readonly int s_longestSocketPath = OperatingSystem.IsMacOS() ? 103 : 107;

    private const string RuntimeFolders = "/run/user";

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
    /// <param name="process">The process.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="runtimeFolders">Where users have folders of their own, for tests.</param>
    /// <exception cref="RefusedException">HW7009, HW7015, HW7021.</exception>
    public static ControlFolder Open(ProcessFacts process, AgentImage agent, string? runtimeFolders = null)
    {
        var user = process.UserId?.ToString(CultureInfo.InvariantCulture);
        var name = user is null ? "hotweave" : "hotweave-" + user;
        var common = new ControlFolder(process, agent, process.Here(Path.Combine(process.TempFolder, name)));
        if (user is null || !OperatingSystem.IsLinux())
            return Open(common);
        return Open(Choose(common, process.Here(Path.Combine(runtimeFolders ?? RuntimeFolders, user)), name));
    }

    private static ControlFolder Choose(ControlFolder common, string runtime, string name)
    {
        if (!Directory.Exists(runtime))
            return common;
        // An agent that listens is spoken to where it is, whatever became of the other place since.
        var own = new ControlFolder(common._process, common._agent, Path.Combine(runtime, name));
        return File.Exists(own.SocketPath) || IsTaken(common.Here.Folder) ? own : common;
    }

    // By another user, who needs no more than to be there first. What of ours stands there is ours to mend.
    private static bool IsTaken(string path)
    {
        try
        {
            return FileFacts.Read(path).UserId != PeerCredentials.OwnUserId;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static ControlFolder Open(ControlFolder folder)
    {
        var process = folder._process;
        foreach (var path in new[] { folder.SocketPath, folder.There.SocketPath(process.InnerId) })
        {
            if (System.Text.Encoding.UTF8.GetByteCount(path) > s_longestSocketPath)
                throw new RefusedException(UseDiagnostics.SocketPathTooLong.With(path, s_longestSocketPath));
        }

        PrivateFolder.Ensure(folder.Here.Folder, process.Root);
        if (process.Root.Length == 0)
            folder.RemoveStaleFiles();
        return folder;
    }

    /// <summary>Puts the agent there, whole or not at all, unless it is there already.</summary>
    /// <exception cref="RefusedException">HW7009; HW7021: the disk is full, for example.</exception>
    public void PlaceAgent() => Place(Here.AgentPath, _agent.Bytes);

    /// <summary>Puts a file that the process is to load into a folder of its own, whole or not at all, unless it is there already.</summary>
    /// <param name="folder">The folder's name, which says what is in it.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="content">What is in it.</param>
    /// <returns>Its path as the process sees it.</returns>
    /// <exception cref="RefusedException">HW7009; HW7021: the disk is full, for example.</exception>
    public string PlaceFile(string folder, string name, byte[] content)
    {
        Place(Path.Combine(Here.Folder, folder, name), content);
        return Path.Combine(There.Folder, folder, name);
    }

    private void Place(string path, byte[] content)
    {
        PrivateFolder.Ensure(Path.GetDirectoryName(path)!, _process.Root);
        var temporary = path + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            // A process that fails to load its startup hook dies, so a file that is there is compared, not trusted.
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                return;
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that is full should not get fuller.
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw new RefusedException(UseDiagnostics.CannotWrite.With(path, e.Message), e);
        }
    }

    private void RemoveStaleFiles()
    {
        foreach (var path in Directory.EnumerateFiles(Here.Folder))
        {
            var name = Path.GetFileName(path);
            var isOurs = name.EndsWith(".sock", StringComparison.Ordinal) || name.EndsWith(".failed", StringComparison.Ordinal);
            if (isOurs && IsOfNobody(name.Split('.')[0]))
                File.Delete(path);
        }

        // What tools that were killed had begun to write.
        var agents = Path.GetDirectoryName(Here.AgentPath)!;
        foreach (var path in Directory.Exists(agents) ? Directory.EnumerateFiles(agents, "*.dll.*") : [])
        {
            if (IsOfNobody(Path.GetExtension(path)[1..]))
                File.Delete(path);
        }
    }

    private static bool IsOfNobody(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && ProcessReader.Read(number) is null;
}
