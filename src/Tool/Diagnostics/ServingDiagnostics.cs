using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>What <c>hotweave dashboard</c> says.</summary>
internal static class ServingDiagnostics
{
    public static readonly DiagnosticDescriptor NoWebFramework = new("HW7058", Use, Error,
        "The dashboard needs the ASP.NET Core runtime, which is not installed for this .NET ({0}). Install it (aspnetcore-runtime), or map the dashboard in the application itself: app.MapHotWeaveDashboard().");

    public static readonly DiagnosticDescriptor CannotListen = new("HW7059", Use, Error,
        "The dashboard cannot listen on port {0} of 127.0.0.1: {1} Name another with --port.");

    public static readonly DiagnosticDescriptor LoginRefused = new("HW7060", Use, Error,
        "This address does not let anybody in: it was used before, or is of another run. The dashboard prints a new one whenever one is used; take the last.");
}
