using System.Text.Json;
using System.Text.Json.Nodes;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Output;

/// <summary>
/// Reads what a process reports into the document of the command that asked. The runtime of the process may be older or newer than the tool: what it does not
/// report is as if there were none, and what the tool does not know is passed on to programs.
/// </summary>
internal static class ProcessReport
{
    /// <summary>Asks over a connection.</summary>
    /// <param name="connection">A connection to the process.</param>
    /// <param name="processId">The process's id, as the operator has it.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="outcome">How the command ends when this is answered.</param>
    /// <exception cref="RefusedException">The process refused, or HW7017: what it reports is no report.</exception>
    public static T Ask<T>(ControlConnection connection, int processId, ControlMessage request, string command, string outcome)
        where T : Document => Read<T>(connection.Ask<ControlReport>(request).Json, processId, command, outcome);

    /// <summary>Connects, asks one thing, and leaves.</summary>
    /// <inheritdoc cref="Ask{T}(ControlConnection,int,ControlMessage,string,string)"/>
    public static T Ask<T>(int processId, ControlMessage request, string command, string outcome)
        where T : Document => Read<T>(LiveProcess.Ask<ControlReport>(processId, request).Json, processId, command, outcome);

    /// <summary>Asks for the status, to know it and not to show it.</summary>
    /// <exception cref="RefusedException">The process refused, or HW7017: what it reports is no report.</exception>
    public static ProcessStatus AskStatus(ControlConnection connection, int processId) =>
        Ask<StatusDocument>(connection, processId, new StatusRequest(), "status", "done").Report;

    /// <summary>Connects, asks for the status, and leaves.</summary>
    /// <inheritdoc cref="AskStatus(ControlConnection,int)"/>
    public static ProcessStatus AskStatus(int processId) => Ask<StatusDocument>(processId, new StatusRequest(), "status", "done").Report;

    /// <summary>Reads a report.</summary>
    /// <exception cref="RefusedException">HW7017: it is none.</exception>
    public static T Read<T>(string json, int processId, string command, string outcome)
        where T : Document
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject members)
                throw new JsonException("it is no object");
            members["command"] = command;
            members["outcome"] = outcome;
            // In a container the process has another id of its own.
            members["processId"] = processId;
            return members.Deserialize<T>(DocumentContext.Readable)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new RefusedException(UseDiagnostics.ProtocolMismatch.With(processId, "a report that cannot be read: " + e.Message), e);
        }
    }
}
