using HotWeave.Control.Protocol;
using HotWeave.Control.Transport;
using HotWeave.Guarding;

namespace HotWeave.Control;

/// <summary>One connection: a hello, then requests and replies until the tool hangs up. Used by one thread.</summary>
internal sealed class ControlSession
{
    private readonly Stream _connection;
    private readonly MessageStream _messages;
    private readonly IControlGateway _gateway;
    private readonly ListenerTimes _times;
    private readonly Guard _guard;

    // Protects the reading of the connection by the thread that asks back against the look whether the tool has gone: what comes is its reply, and no end.
    private readonly object _reading = new();

    private ControlSession(Stream connection, MessageStream messages, IControlGateway gateway, ListenerTimes times, Guard guard)
    {
        _connection = connection;
        _messages = messages;
        _gateway = gateway;
        _times = times;
        _guard = guard;
    }

    /// <summary>Serves the connection to its end. Never throws: it is the last frame of a thread in somebody else's process.</summary>
    public static void Serve(Stream connection, IControlGateway gateway, ListenerTimes times, Guard guard)
    {
        try
        {
            using var messages = new MessageStream(connection);
            new ControlSession(connection, messages, gateway, times, guard).Serve();
        }
        catch (Exception e) when (e is IOException or FormatException or ObjectDisposedException)
        {
            // The tool hung up, is too slow, or it is no tool: nobody is left to tell, and a closed connection is the answer.
        }
        catch (Exception e)
        {
            // A defect, or no memory, which must end neither the process nor in silence: the operator's tool reads the note.
            FailureNote.TryWrite(e);
        }
    }

    private void Serve()
    {
        if (Read(_times.Hello) is not Hello hello)
            return;
        _messages.Write(_gateway.Welcome());
        if (hello.Protocol != ControlProtocol.Version)
            return;
        var requester = PeerName.Describe(_connection, hello);
        while (Read(_times.Request) is { } request)
            _messages.Write(request is StatusRequest ? Handle(request, requester, default) : HandleWatched(request, requester));
    }

    private ControlMessage? Read(TimeSpan patience) => _messages.Read(new FrameLimits(patience, _times.Frame));

    // What an operator began must not go on waiting when he has gone: nobody would take it back.
    private ControlMessage HandleWatched(ControlMessage request, string requester)
    {
        ControlMessage? reply = null;
        using var cancellation = new CancellationTokenSource();
        using var answered = new ManualResetEventSlim();
        var isWatched = _guard.TryStartThread("HotWeave control request", () =>
        {
            reply = Handle(request, requester, cancellation.Token);
            answered.Set();
        });
        if (!isWatched)
            return Handle(request, requester, default);
        while (!answered.Wait(_times.Look))
        {
            if (!IsGone())
                continue;
            cancellation.Cancel();
            answered.Wait();
        }

        return reply!;
    }

    private ControlMessage Handle(ControlMessage request, string requester, CancellationToken cancellationToken)
    {
        try
        {
            return _gateway.Handle(request, requester, AskBack, cancellationToken);
        }
        catch (Exception e)
        {
            return new Refusal(ControlCodes.Defect, e.GetType().Name + ": " + e.Message);
        }
    }

    // A tool that goes meanwhile ends the connection, and so the reading.
    private ControlMessage? AskBack(ControlMessage question)
    {
        lock (_reading)
        {
            _messages.Write(question);
            return Read(_times.Reply);
        }
    }

    private bool IsGone()
    {
        if (!Monitor.TryEnter(_reading))
            return false;
        try
        {
            return PeerPresence.IsGone(_connection);
        }
        finally
        {
            Monitor.Exit(_reading);
        }
    }
}
