using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HotWeave.Control.Transport;

/// <summary>Who is at the other end of a Unix domain socket, as the kernel says.</summary>
/// <param name="UserId">The effective user id of the peer.</param>
/// <param name="ProcessId">The peer's process id, as this process sees it; 0 where the system does not say.</param>
internal readonly record struct PeerCredentials(uint UserId, int ProcessId)
{
    /// <summary>The effective user id of this process.</summary>
    public static uint OwnUserId => GetEffectiveUserId();

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">The system has no such question.</exception>
    public static PeerCredentials Read(Socket socket) => RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? OfMac(socket) : OfLinux(socket);

    private static PeerCredentials OfLinux(Socket socket)
    {
        // SOL_SOCKET, SO_PEERCRED: struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(1, 17, credentials) != credentials.Length)
            throw new SocketException((int)SocketError.ProtocolOption);
        return new PeerCredentials(MemoryMarshal.Read<uint>(credentials[4..]), MemoryMarshal.Read<int>(credentials));
    }

    private static PeerCredentials OfMac(Socket socket)
    {
        // SOL_LOCAL, LOCAL_PEERCRED: struct xucred { u_int version; uid_t uid; short ngroups; gid_t groups[16]; }; LOCAL_PEERPID: pid_t
        Span<byte> credentials = stackalloc byte[76];
        if (socket.GetRawSocketOption(0, 1, credentials) < 8)
            throw new SocketException((int)SocketError.ProtocolOption);
        Span<byte> process = stackalloc byte[4];
        var hasProcess = socket.GetRawSocketOption(0, 2, process) == process.Length;
        return new PeerCredentials(MemoryMarshal.Read<uint>(credentials[4..]), hasProcess ? MemoryMarshal.Read<int>(process) : 0);
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();
}
