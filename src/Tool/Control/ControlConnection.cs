using System.IO.Pipes;
using System.Net.Sockets;
using HotWeave.Control.Protocol;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Control;

/// <summary>A connection to the agent in a process, greeted on both sides.</summary>
internal sealed class ControlConnection : IDisposable
{
    private const int GreetingTimeout = 10_000;
    private readonly MessageStream _messages;
    private readonly ProcessFacts _process;

    private ControlConnection(MessageStream messages, ProcessFacts process, Welcome agent)
    {
        _messages = messages;
        _process = process;
        Agent = agent;
    }

    /// <summary>What the agent said about itself and the process.</summary>
    public Welcome Agent { get; }

    /// <summary>Connects to an agent that listens; null when none does.</summary>
    /// <exception cref="RefusedException">HW7011, HW7017: something else listens there.</exception>
    public static ControlConnection? TryOpen(ProcessFacts process, ControlFolder folder)
    {
        Stream? stream = OperatingSystem.IsWindows() ? TryOpenPipe(process, folder) : TryOpenSocket(process, folder.SocketPath);
        if (stream is null)
            return null;

        var messages = new MessageStream(stream);
        try
        {
            if (Greet(stream, messages, process) is { } agent)
                return new ControlConnection(messages, process, agent);
            messages.Dispose();
            return null;
        }
        catch
        {
            messages.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its reply, however long that takes.</summary>
    /// <exception cref="RefusedException">The agent refused (with its own code), or HW7012: the connection broke.</exception>
    public TReply Ask<TReply>(ControlMessage request)
        where TReply : ControlMessage
    {
        ControlMessage? reply;
        try
        {
            _messages.Write(request);
            while ((reply = _messages.Read()) is CensusRequest)
                _messages.Write(HeapReader.Read(_process));
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new RefusedException(UseDiagnostics.ConnectionLost.With(_process.Id, e.Message), e);
        }

        return reply switch
        {
            TReply expected => expected,
            Refusal { Code: ControlCodes.RunsInlined } refusal => throw new RefusedException(ControlRefusal.Diagnose(_process, WithPlaces(refusal))),
            Refusal refusal => throw new RefusedException(ControlRefusal.Diagnose(_process, refusal)) { IsNothingToDo = refusal.IsNothingToDo },
            null => throw new RefusedException(UseDiagnostics.ConnectionLost.With(_process.Id, "the process ended or hung up")),
            _ => throw new RefusedException(UseDiagnostics.ProtocolMismatch.With(_process.Id, $"it answered with {reply.GetType().Name}")),
        };
    }

    public void Dispose() => _messages.Dispose();

    // The process knows methods; where they are in the source, what lies beside its assemblies says.
    private Refusal WithPlaces(Refusal refusal)
    {
        var running = Ask<GhostStatusReply>(new GhostStatusRequest()).Running;
        return running.Count == 0
            ? refusal
            : refusal with { Message = string.Join("; ", running.Select(a => (a with { Method = SourcePlace.Describe(_process, a) }).Describe())) };
    }

    private static NetworkStream? TryOpenSocket(ProcessFacts process, string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var peer = PeerCredentials.Read(socket);
            if (peer.UserId != PeerCredentials.OwnUserId || (peer.ProcessId != 0 && peer.ProcessId != process.Id))
                throw new RefusedException(UseDiagnostics.WrongPeer.With(path, peer.ProcessId, peer.UserId, process.Id));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            // No file, or one that nobody serves: no agent listens, which is the usual case.
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static NamedPipeClientStream? TryOpenPipe(ProcessFacts process, ControlFolder folder)
    {
        var pipe = new NamedPipeClientStream(".", folder.Here.PipeName(process.InnerId), PipeDirection.InOut, PipeOptions.CurrentUserOnly);
        try
        {
            pipe.Connect(TimeSpan.FromMilliseconds(100));
            return pipe;
        }
        catch (TimeoutException)
        {
            pipe.Dispose();
            return null;
        }
    }

    private static Welcome? Greet(Stream stream, MessageStream messages, ProcessFacts process)
    {
        try
        {
            SetTimeout(stream, GreetingTimeout);
            messages.Write(new Hello(ControlProtocol.Version) { User = OperatorName.Current });
            var reply = messages.Read();
            SetTimeout(stream, Timeout.Infinite);
            return reply switch
            {
                null => null,
                Welcome { Protocol: ControlProtocol.Version } welcome when welcome.ProcessId == process.InnerId => welcome,
                Welcome welcome => throw Mismatch(process, $"protocol {welcome.Protocol} of process {welcome.ProcessId}"),
                _ => throw Mismatch(process, reply.GetType().Name),
            };
        }
        catch (IOException)
        {
            // The listener ended just now, as it does when nobody came for a while.
            return null;
        }
        catch (FormatException e)
        {
            throw Mismatch(process, e.Message);
        }
    }

    private static RefusedException Mismatch(ProcessFacts process, string what) => new(UseDiagnostics.ProtocolMismatch.With(process.Id, what));

    private static void SetTimeout(Stream stream, int milliseconds)
    {
        if (stream.CanTimeout)
            stream.ReadTimeout = milliseconds;
    }
}
