using System.Diagnostics;
using HotWeave.Control.Transport;
using HotWeave.Guarding;

namespace HotWeave.Control;

/// <summary>
/// Accepts connections on a background thread of its own, each served on another, and ends when nobody came for a while. It never holds up
/// the end of the process and takes no thread from the application's pool.
/// </summary>
internal sealed class ControlListener
{
    /// <summary>How many connections are served at a time; one more is closed.</summary>
    internal const int MostSessions = 16;

    private readonly IControlAcceptor _acceptor;
    private readonly IControlGateway _gateway;
    private readonly ListenerTimes _times;
    private readonly Guard _guard = new(static (_, failure) => FailureNote.TryWrite(failure));
    private readonly EventHandler _onProcessExit;

    // Protects _sessions, _isServing and the acceptor's end: a listener may not end between the moment a caller saw it serving and the
    // moment its connection is taken, so ending needs no session and no caller inside.
    private readonly object _lock = new();
    private int _sessions;
    private bool _isServing = true;

    private ControlListener(IControlAcceptor acceptor, IControlGateway gateway, ListenerTimes times)
    {
        _acceptor = acceptor;
        _gateway = gateway;
        _times = times;
        _onProcessExit = _guard.Handle("taking the socket away", OnProcessExit);
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
    /// <param name="times">How long what is waited for.</param>
    /// <exception cref="IOException">The system gives no thread.</exception>
    public static ControlListener Start(IControlAcceptor acceptor, IControlGateway gateway, ListenerTimes times)
    {
        var listener = new ControlListener(acceptor, gateway, times);
        AppDomain.CurrentDomain.ProcessExit += listener._onProcessExit;
        if (listener._guard.TryStartThread("HotWeave control", listener.Listen))
            return listener;
        listener.End();
        throw new IOException("the system gives no thread");
    }

    private void Listen()
    {
        try
        {
            while (true)
            {
                if (Accept() is { } connection)
                    Serve(connection);
                else if (TryEnd())
                    return;
            }
        }
        catch (Exception e)
        {
            // Without its socket the next operator's tool brings the agent in anew.
            End();
            FailureNote.TryWrite(e);
        }
    }

    // At a limit of descriptors or memory no connection is to be had. That passes, so the next one is waited for.
    private Stream? Accept()
    {
        var failing = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return _acceptor.Accept(_times.Patience);
            }
            catch (Exception) when (failing.Elapsed < _times.Patience && IsServing)
            {
                Thread.Sleep(_times.Pause);
            }
        }
    }

    private void Serve(Stream connection)
    {
        lock (_lock)
            _sessions++;
        // Being closed is the answer; the tool says that the process hung up.
        if (_sessions > MostSessions || !_guard.TryStartThread("HotWeave control session", () => ServeToEnd(connection)))
            Close(connection);
    }

    private void ServeToEnd(Stream connection)
    {
        try
        {
            ControlSession.Serve(connection, _gateway, _times, _guard);
        }
        finally
        {
            lock (_lock)
                _sessions--;
        }
    }

    private void Close(Stream connection)
    {
        lock (_lock)
            _sessions--;
        _guard.Run("closing a connection", connection.Dispose);
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
        AppDomain.CurrentDomain.ProcessExit -= _onProcessExit;
        lock (_lock)
        {
            if (_isServing)
                _acceptor.Withdraw();
            _isServing = false;
            _acceptor.Dispose();
        }
    }

    private void OnProcessExit()
    {
        // Only the file goes. Closing a socket that another thread waits on waits for that thread, and nothing may hold up the exit.
        if (IsServing)
            _acceptor.Withdraw();
    }
}
