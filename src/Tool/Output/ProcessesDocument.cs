using System.Globalization;
using HotWeave.Tool.Processes;

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
            report.Table(["PID", "NAME", "USER", ".NET", "VERSION", "LIVE CONTROL", "FOLDER"], Processes.Select(Row));
    }

    private static string[] Row(ProcessDocument process) =>
        [process.ProcessId.ToString(CultureInfo.InvariantCulture), process.Name, process.User, process.Framework, VersionOf(process), process.Control, process.Folder];

    private static string VersionOf(ProcessDocument process) => process.Version is not { } version ? ""
        : version.ToString(CultureInfo.InvariantCulture) + (process.Label is { Length: > 0 } label ? $" ({ShortText.CutLabel(label)})" : "");
}
