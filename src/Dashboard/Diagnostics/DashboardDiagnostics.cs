using System.Globalization;

namespace HotWeave.Dashboard.Diagnostics;

/// <summary>Every message of the dashboard itself.</summary>
internal static class DashboardDiagnostics
{
    public static readonly DashboardDiagnostic NotAllowed = new("HW7052",
        "The dashboard is shown to nobody: {0}. Attach an authorisation policy to it (app.MapHotWeaveDashboard().RequireAuthorization(…)), or look from "
        + "the machine itself, at a loopback address and past no proxy.");

    public static readonly DashboardDiagnostic ReadOnly = new("HW7053",
        "Nothing was done: {0}. Who may act is said by a policy of its own: app.MapHotWeaveDashboard(options => options.ActionPolicy = \"operators\").");

    public static readonly DashboardDiagnostic Forged = new("HW7054",
        "Nothing was done: the request does not come from a page of this dashboard that you were shown ({0}). Load the page again, and send the form anew.");

    public static readonly DashboardDiagnostic UploadRefused = new("HW7055",
        "The file was not taken: {0}. Choose a .hotpatch file of at most {1}.");

    public static readonly DashboardDiagnostic Senseless = new("HW7056",
        "Nothing was done: {0}. Load the page again, and send the form anew.");

    public static readonly DashboardDiagnostic NoSuchProcess = new("HW7057",
        "There is no process '{0}' here, or it has ended. The list of processes says which there are.");
}

/// <summary>A message with its id.</summary>
/// <param name="Id">The id.</param>
/// <param name="Format">Its text.</param>
internal sealed record DashboardDiagnostic(string Id, string Format)
{
    /// <summary>The text, code first.</summary>
    public string Say(params object?[] arguments) => Id + ": " + string.Format(CultureInfo.InvariantCulture, Format, arguments);
}
