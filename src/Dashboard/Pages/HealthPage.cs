using HotWeave.Dashboard.Auditing;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Pages;

/// <summary>Whether all is well with swapping in the process.</summary>
internal static class HealthPage
{
    public static IEnumerable<Panel> Draw(PageView view, AuditReading? audit)
    {
        yield return new Panel("health", DrawHealth(view, audit));
    }

    private static Html DrawHealth(PageView view, AuditReading? audit)
    {
        var status = view.Status;
        var last = audit?.Records.FirstOrDefault(r => r.Process == status.ProcessId && r.Operation is not ("check" or "prepare"));
        var isWell = status.StartProblem is null && view.Seen.Problem is null && last is not { Outcome: "refused" };
        return Html.Write($"""
            <p class="now"><strong class="verdict {(isWell ? "succeeded" : "failed")}">{(isWell ? "Well" : "Needs a look")}</strong></p>
            {Tables.Facts(
            [
                ("Process", Tables.Cell($"{status.ProcessId}, {status.Framework}, HotWeave.Runtime {status.RuntimeVersion}")),
                ("Answers", Tables.Cell(view.Seen.Problem ?? "yes")),
                ("Confirmed patches at the start", Tables.Cell(status.StartProblem ?? "as they should be")),
                ("Last operation", Tables.Cell(SayLast(last))),
                ("Under way", Tables.Cell(status.Operation ?? "nothing")),
                ("New units of work that wait", Tables.Cell(status.WaitingUnits?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none")),
                ("Signatures", Tables.Cell(status.Trust ?? "not looked at")),
                ("Audit log", Tables.Cell(status.AuditLog ?? "none")),
                ("A restart goes to", Tables.Cell(SayRestart(status))),
                ("Loaded and not in force", Tables.Cell(SayRetained(status.Retained))),
            ])}
            """);
    }

    private static string SayLast(AuditReport? last) => last is null
        ? "none, or no audit log"
        : $"{last.Operation}: {Words.State(last.Outcome)}{(last.Message is null ? "" : ", " + last.Message)}";

    private static string SayRestart(ProcessStatus status) =>
        status.Versions.FirstOrDefault(static v => v.Confirmed) is { Number: > 0 } confirmed ? $"version {confirmed.Number}" : "the baseline";

    private static string SayRetained(RetainedReport retained) =>
        $"{Words.Count(retained.Patches, "patch", "patches")}, {Words.Count(retained.Assemblies, "assembly", "assemblies")}, "
        + Words.Count((retained.Bytes + 999) / 1000, "kB", "kB");
}
