using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Processes;

namespace HotWeave.Dashboard.Pages;

/// <summary>The processes that one can look at.</summary>
internal static class ProcessesPage
{
    public static Html Draw(string root, IReadOnlyList<ListedProcess> processes) => PageFrame.Draw(root, "Processes", Html.None, Html.Write($"""
        <h1>Processes</h1>
        {(processes.Count == 0
            ? Html.Write($"""<p class="now">No live process of yours uses HotWeave.</p><p class="note">Load the page again when one runs.</p>""")
            : DrawProcesses(root, processes))}
        """));

    private static Html DrawProcesses(string root, IReadOnlyList<ListedProcess> processes) => Tables.Draw(
        "Processes that use HotWeave", ["Name", "Process", "Version", "Live control", "Folder"], processes.Select(p => DrawRow(root, p)));

    private static Html[] DrawRow(string root, ListedProcess process) =>
    [
        process.Key is { } key ? Html.Write($"""<a href="{root}/{Uri.EscapeDataString(key)}/versions">{process.Name}</a>""") : Tables.Cell(process.Name),
        Html.Write($"{process.ProcessId}"), Tables.Cell(process.Version), Tables.Cell(process.Control), Tables.Cell(process.Folder),
    ];
}
