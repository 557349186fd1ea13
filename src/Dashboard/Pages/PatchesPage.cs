using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Reports;

namespace HotWeave.Dashboard.Pages;

/// <summary>The patches that wait, and the way to bring one.</summary>
internal static class PatchesPage
{
    public static IEnumerable<Panel> Draw(PageView view)
    {
        yield return new Panel("now", VersionsPage.DrawOperation(view));
        yield return new Panel("upload", DrawUpload(view));
        yield return new Panel("prepared", Html.Join(view.Status.Prepared.Select(p => DrawPrepared(view, p))));
        yield return new Panel("trust", Html.Write($"""<p class="note">Signatures: {view.Status.Trust ?? "the process looks at none."}</p>"""));
        yield return new Panel("assemblies", Tables.Draw(
            "Woven assemblies", ["Assembly", "Context", "Swappable types", "Baseline", "Patch in force"], view.Status.Assemblies.Select(DrawAssembly)));
    }

    private static Html DrawUpload(PageView view) => Html.Write($"""
        <h2>Upload and check</h2>{view.WhyNot()}
        {Html.When(view.Permission.MayAct, () => Html.Write($"""
            <form method="post" action="{view.Address("do/check")}" enctype="multipart/form-data">{view.DrawToken()}
            <label>Patch <input type="file" name="patch" accept=".hotpatch" required></label>{TermFields.Draw()}<button type="submit">Check</button></form>
            <p class="note">Checking says what would be done, and does not do it.</p>
            """))}
        """);

    private static Html DrawPrepared(PageView view, PreparedReport patch) => Html.Write($"""
        <h2>Prepared: {ShortText.CutLabel(patch.FromLabel)} to {ShortText.CutLabel(patch.ToLabel)}</h2>
        <p>Patch <code>{ShortText.CutDigest(patch.PatchId)}</code>{(patch.Reclaimable ? ", reclaimable" : "")}</p>
        {PatchReport.Draw(patch.Types, patch.Edits, patch.Remarks)}
        <div class="forms">{view.Form("commit", Html.Join([DrawPatch(patch), TermFields.Draw(), TermFields.DrawTrial()]), "Commit")}
        {view.Form("discard", DrawPatch(patch), "Discard")}</div>
        """);

    private static Html DrawPatch(PreparedReport patch) => Html.Write($"""<input type="hidden" name="patch" value="{patch.PatchId}">""");

    private static Html[] DrawAssembly(WovenAssemblyReport assembly) =>
    [
        Tables.Cell(assembly.Name),
        Tables.Cell(assembly.LoadContext),
        Html.Write($"{assembly.SwappableTypes}"),
        Tables.Cell(ShortText.CutDigest(assembly.BaselineId)),
        Tables.Cell(assembly.PatchId.Length > 0 ? ShortText.CutDigest(assembly.PatchId) : "none: its baseline"),
    ];
}
