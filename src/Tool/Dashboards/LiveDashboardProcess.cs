using HotWeave.Control.Protocol;
using HotWeave.Dashboard.Processes;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Dashboards;

/// <summary>A process of the user's, asked through its agent, which comes in when somebody first looks at the process.</summary>
/// <param name="id">The process's id.</param>
/// <param name="name">Its name.</param>
internal sealed class LiveDashboardProcess(int id, string name) : IDashboardProcess
{
    // Guards the connection over which the status is asked: one question at a time.
    private readonly object _lock = new();
    private ControlConnection? _connection;

    public string Key => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string Name => name;

    // A connection's reading blocks a thread, and nobody else's than this tool's.
    public Task<string> ReadStatusAsync(CancellationToken cancellationToken) => Task.Run(ReadStatus, cancellationToken);

    public async Task<ControlMessage> AskAsync(ControlMessage request, string user, CancellationToken cancellationToken)
    {
        using var connection = await Task.Run(Connect, cancellationToken).ConfigureAwait(false);
        // The agent sees that who asked has hung up, and ends what it began for him.
        await using var gone = cancellationToken.Register(connection.Dispose).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(() => Ask(connection, request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ObjectDisposedException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public string FindLog(string log) => ProcessReader.Read(id)?.Here(log) ?? log;

    private static ControlMessage Ask(ControlConnection connection, ControlMessage request)
    {
        try
        {
            return request is CancelRequest ? connection.Ask<CancelReply>(request) : connection.Ask<ControlReport>(request);
        }
        catch (RefusedException e) when (e.Diagnostic.Id == UseDiagnostics.ConnectionLost.Id)
        {
            throw Explain(e);
        }
        catch (RefusedException e)
        {
            return new Refusal(e.Diagnostic.Id, e.Diagnostic.Message) { IsNothingToDo = e.IsNothingToDo };
        }
    }

    private string ReadStatus()
    {
        lock (_lock)
        {
            try
            {
                _connection ??= LiveProcess.Connect(id);
                return _connection.Ask<ControlReport>(new StatusRequest()).Json;
            }
            catch (RefusedException e)
            {
                _connection?.Dispose();
                _connection = null;
                // A connection that nobody used for long is hung up on; a process that ended says so when it is looked for again.
                throw e.Diagnostic.Id == UseDiagnostics.ConnectionLost.Id && ProcessReader.Read(id) is null
                    ? new NoAnswerException($"{UseDiagnostics.NoSuchProcess.Id}: process {Key} has ended.", e)
                    : Explain(e);
            }
        }
    }

    private ControlConnection Connect()
    {
        try
        {
            return LiveProcess.Connect(id);
        }
        catch (RefusedException e)
        {
            throw Explain(e);
        }
    }

    private static NoAnswerException Explain(RefusedException e) => new($"{e.Diagnostic.Id}: {e.Diagnostic.Message}", e);
}
