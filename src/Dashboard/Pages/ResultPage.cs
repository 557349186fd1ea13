using System.Text.Json;
using HotWeave.Control.Protocol;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Reports;
using HotWeave.Dashboard.Operations;

namespace HotWeave.Dashboard.Pages;

/// <summary>How an operation ended.</summary>
internal static class ResultPage
{
    public static IEnumerable<Panel> Draw(PageView view, OperationResult result)
    {
        yield return new Panel("outcome", Html.Write($"""
            <p class="now"><strong class="verdict {(result.IsDone ? "succeeded" : "failed")}">{result.Operation}: {SayOutcome(result)}</strong></p>
            <p class="note">Asked for by {result.User}, ended {Words.Moment(result.Time)}. <a href="{view.Address("versions")}">Versions</a></p>
            {DrawAnswer(result)}
            """));
        if (result is { Upload: { } upload, Answer: ControlReport, Operation: "check" })
            yield return new Panel("apply", DrawApply(view, upload));
    }

    private static string SayOutcome(OperationResult result) => result.Answer switch
    {
        Refusal { IsNothingToDo: true } => "nothing to do",
        Refusal => "refused; nothing has changed",
        null => "not known",
        CancelReply { Operations.Count: 0 } => "nothing is under way",
        _ => "done",
    };

    private static Html DrawAnswer(OperationResult result) => result.Answer switch
    {
        Refusal refusal => Html.Write($"<p>{refusal.Code}: {refusal.Message}</p>"),
        CancelReply cancelled => Tables.List("Told to end", [.. cancelled.Operations]),
        ControlReport report => DrawReport(result.Operation, report.Json),
        _ => Html.Write($"<p class=\"problem\">{result.Problem}</p>"),
    };

    private static Html DrawReport(string operation, string json)
    {
        try
        {
            return operation switch
            {
                "prepare" or "discard" => DrawPrepared(ReportContext.Read<PreparedReport>(json)),
                "confirm" => DrawConfirmed(ReportContext.Read<ConfirmReport>(json)),
                "purge" => DrawPurged(ReportContext.Read<PurgeReport>(json)),
                _ => DrawTurn(operation, ReportContext.Read<TurnReport>(json)),
            };
        }
        catch (JsonException)
        {
            // A runtime that is newer than the dashboard may say it in a form of its own.
            return Html.Write($"<pre>{json}</pre>");
        }
    }

    private static Html DrawTurn(string operation, TurnReport turn) => Html.Join(
    [
        Html.When(turn.Mode.Length > 0, () => Html.Write($"""
            <p>{(operation == "check" ? "It would go from version" : "From version")} {turn.From} to {turn.To}{SayPatch(turn)}.
            Mode {turn.Mode}{(turn.ModeReason is null ? "" : ": " + turn.ModeReason)}.</p>
            """)),
        Html.When(turn.PatchId is not null, () => PatchReport.Draw(turn.Types, turn.Edits, turn.Remarks)),
        Tables.List("Warnings", [.. turn.Warnings]),
    ]);

    private static string SayPatch(TurnReport turn) => turn.PatchId is not { } patch
        ? ""
        : $" ({ShortText.CutLabel(turn.FromLabel ?? "")} to {ShortText.CutLabel(turn.ToLabel ?? "")}, patch {ShortText.CutDigest(patch)})";

    private static Html DrawPrepared(PreparedReport patch) => PatchReport.Draw(patch.Types, patch.Edits, patch.Remarks);

    private static Html DrawConfirmed(ConfirmReport confirmed) => Html.Join(
    [
        Html.Write($"<p>Version {confirmed.Version} is confirmed{(confirmed.Folder is { } folder ? $" in {folder}" : ", in this process only")}.</p>"),
        Tables.List("Warnings", [.. confirmed.Warnings]),
    ]);

    private static Html DrawPurged(PurgeReport purged) => Html.Join(
    [
        Html.When(purged.Versions.Count > 0, () => Tables.Draw(
            "What became of old versions", ["Version", "Outcome", "Units that run it"], purged.Versions.Select(DrawPurged))),
        Tables.List("Warnings", [.. purged.Warnings]),
    ]);

    private static Html[] DrawPurged(PurgedReport version) =>
        [Html.Write($"{version.Number}"), Html.Write($"{Words.State(version.Outcome)}"), Html.Write($"{version.RunningUnits}")];

    private static Html DrawApply(PageView view, UploadedPatch upload) => Html.Write($"""
        <h2>Apply {upload.Name}</h2>{view.Form("apply", Html.Write($"""
            <input type="hidden" name="upload" value="{upload.Key}">
            <label><input type="checkbox" name="reclaimable" value="on"> reclaimable: its code can be unloaded</label>
            {TermFields.Draw()}{TermFields.DrawTrial()}
            """), "Apply")}
        """);
}
