using System.Net.Sockets;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace HotWeave.Tool.Control;

/// <summary>
/// Counts the objects on a process's heap: has the runtime collect all garbage and tell every object that is left, over the diagnostics port. The process
/// stands still
/// meanwhile.
/// </summary>
internal static class HeapReader
{
    private const string RuntimeEvents = "Microsoft-Windows-DotNETRuntime";

    // Room for what is told while the process stands still and this side has not read it yet: taken as it is needed. A heap for which it does not do is
    // not looked at.
    private const int BufferMegabytes = 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>Takes a census. Whatever is in the way is in the reply: the process undoes what it has begun.</summary>
    public static CensusReply Read(ProcessFacts process)
    {
        try
        {
            return CountObjects(process);
        }
        catch (Exception e) when (e is DiagnosticsClientException or IOException or SocketException
            or OperationCanceledException or FormatException or RefusedException)
        {
            return Refuse(e.Message);
        }
    }

    private static CensusReply CountObjects(ProcessFacts process)
    {
        var client = Connect(process);
        using var patience = new CancellationTokenSource(s_patience);
        using var session = client.StartEventPipeSession(
            [new EventPipeProvider(RuntimeEvents, System.Diagnostics.Tracing.EventLevel.Informational, (long)ClrTraceEventParser.Keywords.GCHeapSnapshot)],
            requestRundown: false,
            BufferMegabytes);
        using var stopping = patience.Token.Register(static s => ((EventPipeSession)s!).Dispose(), session);
        using var source = new EventPipeEventSource(session.EventStream);
        var count = new HeapCount(source.Clr);
        // The session begins with the collection, and has told everything when it has begun. To end it has the runtime hand over all that it told, which takes
        // somebody who reads meanwhile.
        var stopped = Task.Run(() => Stop(session));
        source.Process();
        stopped.GetAwaiter().GetResult();
        patience.Token.ThrowIfCancellationRequested();
        return count.FindProblem(source.EventsLost) is { } problem ? Refuse(problem) : count.ToReply();
    }

    private static DiagnosticsClient Connect(ProcessFacts process)
    {
        if (!OperatingSystem.IsLinux())
            return new DiagnosticsClient(process.Id);
        var port = DiagnosticsPort.Find(process) ?? throw new RefusedException(UseDiagnostics.DiagnosticsOff.With(process.Id));
        // Asks who is there, and refuses others.
        if (DiagnosticsPort.Ask(port, process) is null)
            throw new IOException("the diagnostics port does not answer");
        return DiagnosticsClientConnector.FromDiagnosticPort(port + ",connect", CancellationToken.None).GetAwaiter().GetResult().Instance;
    }

    private static void Stop(EventPipeSession session)
    {
        try
        {
            session.Stop();
        }
        catch (Exception e) when (e is DiagnosticsClientException or IOException or SocketException or ObjectDisposedException)
        {
            // It has ended by itself, with the process perhaps, which shows in what was read.
        }
    }

    private static CensusReply Refuse(string problem) => new([], [], 0, problem);
}
