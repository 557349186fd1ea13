using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HotWeave.Control.Transport;

/// <summary>
/// A Unix domain socket, mode 0600, in a folder of mode 0700. The kernel is asked who a peer is, since root passes both modes; a peer of
/// another user is closed unheard.
/// </summary>
internal sealed class UnixSocketAcceptor : IControlAcceptor
{
    private const int Backlog = 8;
    private readonly string _path;
    private readonly Func<PeerCredentials, bool> _isWelcome;
    private readonly Socket _socket;

    /// <summary>Begins to listen; a file that a dead process left at the path is replaced.</summary>
    /// <exception cref="IOException">The folder is a link, is missing or cannot be closed to others.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    /// <exception cref="SocketException">The system gives no socket.</exception>
    public UnixSocketAcceptor(string path, Func<PeerCredentials, bool> isWelcome)
    {
        _path = path;
        _isWelcome = isWelcome;
        CloseFolder(Path.GetDirectoryName(path)!);
        File.Delete(path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(path));
            // Until now the folder alone keeps others out: the socket was made with the process's umask.
            SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public bool IsReachable => File.Exists(_path);

    public Stream? Accept(TimeSpan patience)
    {
        // Who is not welcome does not keep the listener either.
        var began = Stopwatch.GetTimestamp();
        for (var left = patience; left > TimeSpan.Zero; left = patience - Stopwatch.GetElapsedTime(began))
        {
            if (_socket.Poll(left, SelectMode.SelectRead) && Admit(_socket.Accept()) is { } connection)
                return connection;
        }

        return null;
    }

    public void Withdraw()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or closed. A socket file that nobody serves is recognised and replaced by the next who comes.
        }
    }

    public void Dispose() => _socket.Dispose();

    private NetworkStream? Admit(Socket peer)
    {
        try
        {
            if (_isWelcome(PeerCredentials.Read(peer)))
                return new NetworkStream(peer, ownsSocket: true);
        }
        catch (SocketException)
        {
            // Gone before it could be asked for.
        }

        peer.Dispose();
        return null;
    }

    private static void CloseFolder(string folder)
    {
        if (new DirectoryInfo(folder).LinkTarget is not null)
            throw new IOException($"'{folder}' is a link");
        // Only the owner (or root) may do this, so it is the check of ownership as well.
        SetMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            File.SetUnixFileMode(path, mode);
    }
}
