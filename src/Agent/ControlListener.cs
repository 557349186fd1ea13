using HotWeave.Control.Transport;

namespace HotWeave.Control;

/// <summary>
/// Accepts connections on a background thread of its own, each served on another, and ends when nobody came for a while. It never holds up
/// the end of the process and takes no thread from the application's pool.
/// </summary>
internal sealed class ControlListener
{
    private readonly IControlAcceptor _acceptor;
    private readonly IControlGateway _gateway;
    private readonly TimeSpan _patience;

    // Protects _sessions, _isServing and the acceptor's end: a listener may not end between the moment a caller saw it serving and the
    // moment its connection is taken, so ending needs no session and no caller inside.
    private readonly object _lock = new();
    private int _sessions;
    private bool _isServing = true;

    private ControlListener(IControlAcceptor acceptor, IControlGateway gateway, TimeSpan patience)
    {
        _acceptor = acceptor;
        _gateway = gateway;
        _patience = patience;
    }

    /// <summary>
    /// Whether callers are served. A listener that they cannot find any more gives up its place here and now: it serves its sessions
    /// to their end, and leaves alone what its successor puts at the same path.
    /// </summary>
    public bool IsServing
    {
        get
        {
            lock (_lock)
                return _isServing &= _acceptor.IsReachable;
        }
    }

    /// <summary>Starts to serve.</summary>
    /// <param name="acceptor">Where connections come from; owned from now on.</param>
    /// <param name="gateway">What requests act on.</param>
    /// <param name="patience">How long to wait for the next connection before ending.</param>
    public static ControlListener Start(IControlAcceptor acceptor, IControlGateway gateway, TimeSpan patience)
    {
        var listener = new ControlListener(acceptor, gateway, patience);
        AppDomain.CurrentDomain.ProcessExit += listener.OnProcessExit;
        StartThread("HotWeave control", listener.Listen);
        return listener;
    }

    private void Listen()
    {
        try
        {
            while (true)
            {
                if (_acceptor.Accept(_patience) is { } connection)
                    Serve(connection);
                else if (TryEnd())
                    return;
            }
        }
        catch (Exception e)
        {
            // An exception that leaves a thread ends the application. Without its socket the next operator's tool brings the agent in anew.
            End();
            FailureNote.Write(e);
        }
    }

    private void Serve(Stream connection)
    {
        lock (_lock)
            _sessions++;
        StartThread("HotWeave control session", () =>
        {
            ControlSession.Serve(connection, _gateway);
            lock (_lock)
                _sessions--;
        });
    }

    private bool TryEnd()
    {
        lock (_lock)
        {
            if (_sessions > 0)
                return false;
        }

        End();
        return true;
    }

    private void End()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        lock (_lock)
        {
            if (_isServing)
                _acceptor.Withdraw();
            _isServing = false;
            _acceptor.Dispose();
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        // Only the file goes. Closing a socket that another thread waits on waits for that thread, and nothing may hold up the exit.
        if (IsServing)
            _acceptor.Withdraw();
    }

    private static void StartThread(string name, Action run) => new Thread(() => run()) { IsBackground = true, Name = name }.Start();
}
