using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>One connection: a hello, then requests and replies until the tool hangs up.</summary>
internal static class ControlSession
{
    private const int HelloTimeout = 10_000;
    private const int RequestTimeout = 5 * 60_000;

    /// <summary>Serves the connection to its end. Never throws: it is the last frame of a thread in somebody else's process.</summary>
    public static void Serve(Stream connection, IControlGateway gateway)
    {
        try
        {
            using var messages = new MessageStream(connection);
            if (Greet(connection, messages, gateway) is { } hello)
                Answer(messages, gateway, PeerName.Of(connection, hello));
        }
        catch (Exception e) when (e is IOException or FormatException or ObjectDisposedException)
        {
            // The tool hung up, or it is no tool: nobody is left to tell, and a closed connection is the answer.
        }
        catch (Exception e)
        {
            // A defect, which must end neither the process nor in silence: the operator's tool reads the note.
            FailureNote.Write(e);
        }
    }

    private static Hello? Greet(Stream connection, MessageStream messages, IControlGateway gateway)
    {
        SetTimeout(connection, HelloTimeout);
        if (messages.Read() is not Hello hello)
            return null;
        messages.Write(gateway.Welcome());
        SetTimeout(connection, RequestTimeout);
        return hello.Protocol == ControlProtocol.Version ? hello : null;
    }

    private static void Answer(MessageStream messages, IControlGateway gateway, string requester)
    {
        while (messages.Read() is { } request)
            messages.Write(Handle(request, gateway, requester));
    }

    private static ControlMessage Handle(ControlMessage request, IControlGateway gateway, string requester)
    {
        try
        {
            return gateway.Handle(request, requester);
        }
        catch (Exception e)
        {
            return new Refusal(ControlCodes.Defect, e.GetType().Name + ": " + e.Message);
        }
    }

    private static void SetTimeout(Stream connection, int milliseconds)
    {
        if (connection.CanTimeout)
            connection.ReadTimeout = milliseconds;
    }
}
