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
            var turn = TurnReport.Read(json);
            return Html.Join([DrawFacts(operation, turn), DrawPurged(turn), Html.When(turn.PatchId is not null, () => PatchReport.Draw(turn.Types, turn.Edits, turn.Remarks)), Tables.List("Warnings", [.. turn.Warnings])]);
        }
        catch (JsonException)
        {
            // A runtime that is newer than the dashboard may say it in a form of its own.
            return Html.Write($"<pre>{json}</pre>");
        }
    }

    private static Html DrawFacts(string operation, TurnReport turn)
    {
        if (turn.Version is { } version)
            return Html.Write($"<p>Version {version} is confirmed{(turn.Folder is null ? ", in this process only" : $" in {turn.Folder}")}.</p>");
        return Html.When(turn.Mode.Length > 0, () => Html.Write($"""
            <p>{(operation == "check" ? "It would go from version" : "From version")} {turn.From} to {turn.To}{(turn.PatchId is null ? "" : $" ({Words.Label(turn.FromLabel ?? "")} to {Words.Label(turn.ToLabel ?? "")}, patch {Words.Digest(turn.PatchId)})")}.
            Mode {turn.Mode}{(turn.ModeReason is null ? "" : ": " + turn.ModeReason)}.</p>
            """));
    }

    private static Html DrawPurged(TurnReport turn) => Html.When(turn.Versions.Count > 0, () => Tables.Draw("What became of old versions", ["Version", "Outcome", "Units that run it"],
        turn.Versions.Select(static v => (Html[])[Html.Write($"{v.Number}"), Html.Write($"{Words.State(v.Outcome)}"), Html.Write($"{v.RunningUnits}")])));

    private static Html DrawApply(PageView view, UploadedPatch upload) => Html.Write($"""
        <h2>Apply {upload.Name}</h2>{view.Form("apply", Html.Write($"""
            <input type="hidden" name="upload" value="{upload.Key}"><label><input type="checkbox" name="reclaimable" value="on"> reclaimable: its code can be unloaded</label>{TermFields.Draw()}{TermFields.DrawTrial()}
            """), "Apply")}
        """);
}
