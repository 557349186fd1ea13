using System.Globalization;

namespace HotWeave.Tool.Output;

/// <summary>The live processes that can be swapped. Outcome: <c>done</c>.</summary>
internal sealed record ProcessesDocument : Document
{
    /// <summary>The processes, by id.</summary>
    public required IReadOnlyList<ProcessDocument> Processes { get; init; }

    public override void Print(TextReport report)
    {
        if (Processes.Count == 0)
            report.Line("No live process uses HotWeave.");
        else
            report.Table(["PID", "NAME", "USER", ".NET", "LIVE CONTROL"], Processes.Select(Row));
    }

    private static string[] Row(ProcessDocument process) =>
        [process.ProcessId.ToString(CultureInfo.InvariantCulture), process.Name, process.User, process.Framework, process.Control];
}

/// <summary>A live process that uses HotWeave.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Name">The entry assembly's name, or the process's own where that is not known.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Framework">The .NET runtime's version; empty where it is not known.</param>
/// <param name="Control"><c>ready</c>, or why it is not: <c>other-user</c>, <c>diagnostics-off</c>, <c>no-answer</c>, <c>too-old</c>.</param>
internal sealed record ProcessDocument(int ProcessId, string Name, string User, string Framework, string Control);
