using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>What <c>hotweave fleet</c> says of a roll-out that it waited for.</summary>
internal static class FleetToolDiagnostics
{
    public static readonly DiagnosticDescriptor GivenBack = new("HW7170", Use, Error,
        "Roll-out {0} of {1} was given back: {2}. Mend the release, and make a new patch.");
}
