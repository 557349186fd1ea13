using HotWeave.Dashboard.Auditing;
using HotWeave.Dashboard.Markup;

namespace HotWeave.Dashboard.Pages;

/// <summary>Who did what, and how it ended.</summary>
internal static class AuditPage
{
    private const int MostShown = 200;

    public static IEnumerable<Panel> Draw(PageView view, AuditReading? audit)
    {
        yield return new Panel("audit", DrawAudit(view, audit));
    }

    private static Html DrawAudit(PageView view, AuditReading? audit)
    {
        if (audit is null)
        {
            return Html.Write($"""
                <p class="now">The process writes no audit log.</p>
                <p class="note">It writes one where <code>HOTWEAVE_AUDIT</code> or <code>HOTWEAVE_PATCHES</code> of its environment names a file or folder.</p>
                """);
        }

        var isCut = audit.IsCut || audit.Records.Count > MostShown;
        return Html.Write($"""
            <p class="note">From <code>{view.Status.AuditLog}</code>, which processes may share.
            Whether it is as it was written is checked by <code>hotweave audit</code>.</p>
            {Html.When(audit.Problem is not null, () => Html.Write($"<p class=\"problem\">{audit.Problem}</p>"))}
            {Html.When(audit.Records.Count > 0, () => DrawRecords(audit.Records))}
            {Html.When(isCut, static () => Html.Write($"""<p class="note">There are older ones; <code>hotweave audit</code> shows all.</p>"""))}
            """);
    }

    private static Html DrawRecords(IReadOnlyList<AuditReport> records) => Tables.Draw(
        "Operations, the newest first",
        ["Time", "Operation", "Outcome", "Versions", "By", "Patch", "What was said", "Process"],
        records.Take(MostShown).Select(DrawRow));

    private static Html[] DrawRow(AuditReport record) =>
    [
        Tables.Moment(Words.ParseMoment(record.Time)),
        Tables.Cell(record.Operation),
        DrawOutcome(record),
        Tables.Cell(record is { From: { } from, To: { } to } ? $"{from} to {to}" : $"{record.Version}"),
        Tables.Cell(record.By),
        Tables.Cell(Words.Patch(record.Patch ?? "", record.SignedBy ?? [])),
        Tables.Cell(record.Message ?? (record.Warnings is { Count: > 0 } warnings ? string.Join("; ", warnings) : record.Description)),
        Tables.Cell($"{record.Process}{(record.Host is null ? "" : " on " + record.Host)}"),
    ];

    private static Html DrawOutcome(AuditReport record) => Html.Write($"""
        <span class="outcome {record.Outcome}">{Words.State(record.Outcome)}</span>{(record.Code is null ? "" : " " + record.Code)}
        """);
}
