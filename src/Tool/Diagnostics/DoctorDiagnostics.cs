using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>What <c>hotweave doctor</c> finds that a swap, or what comes after it, would meet.</summary>
internal static class DoctorDiagnostics
{
    public static readonly DiagnosticDescriptor NoPatchesFolder = new("HW7061", Use, Warning,
        "No folder of confirmed patches is set: a restart goes to the baseline, whatever is confirmed. Start the process with HOTWEAVE_PATCHES=<folder of its own>.");

    public static readonly DiagnosticDescriptor FolderUnusable = new("HW7062", Use, Error,
        "The folder of confirmed patches '{0}' cannot be used: {1}. Make it a folder of the process's user with mode 0700.");

    public static readonly DiagnosticDescriptor Neighbour = new("HW7063", Use, Warning,
        "{0} is in the process. {1}");

    public static readonly DiagnosticDescriptor LittleSpace = new("HW7064", Use, Warning,
        "Only {0} MB are free where '{1}' lies. Make room: patches, their journal and the audit are written there.");

    public static readonly DiagnosticDescriptor SwapWouldMeet = new("HW7065", Use, Warning,
        "{0}. {1}");
}
