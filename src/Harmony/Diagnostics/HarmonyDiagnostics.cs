using HotWeave.Diagnostics;

namespace HotWeave.Harmony.Diagnostics;

/// <summary>Why a process was not woven by Harmony, or a patch not taken by one that was, HW907x and HW908x. Nothing has changed.</summary>
internal static class HarmonyDiagnostics
{
    internal static readonly SwapDiagnostic NoHarmony = new("HW9073", SwapFailureKind.Refused,
        "Harmony 2.3 or later is needed to weave this process: {0}. Reference Lib.Harmony, or load HotWeave.Harmony where Harmony is.");

    internal static readonly SwapDiagnostic NoCompanions = new("HW9074", SwapFailureKind.Refused,
        "'{0}' has nothing that Harmony could weave with: {1}. Make it with 'hotweave weave <folder> --harmony -o <copy>'.");

    internal static readonly SwapDiagnostic NotWhatRuns = new("HW9075", SwapFailureKind.Refused,
        "'{0}' is not what this process has loaded: {1}. Make the copy from the folder that the process runs from.");

    internal static readonly SwapDiagnostic AlreadyWoven = new("HW9076", SwapFailureKind.Refused,
        "'{0}' is woven already. A process is woven once; start it anew to weave it otherwise.");

    internal static readonly SwapDiagnostic NotQuiet = new("HW9077", SwapFailureKind.Refused,
        "This process is not quiet: {0}. Weave it before the application begins its work, or say with IsQuiet when none of its code runs.");

    internal static readonly SwapDiagnostic RunsInlined = new("HW9078", SwapFailureKind.Refused,
        "What called UseHarmony may have methods inlined that get stubs, and would keep them until it returns: {0}. "
        + "Call it from elsewhere, or set AcceptInlined.");

    internal static readonly SwapDiagnostic KeepsInlined = new("HW9079", SwapFailureKind.Refused,
        "Harmony cannot compile anew what may have methods inlined that get stubs: {0}. "
        + "Leave what they call out of the copy, weave before anything has called them, or set AcceptInlined.");

    internal static readonly SwapDiagnostic OthersTranspile = new("HW9080", SwapFailureKind.Refused,
        "{0} has changed the code of {1} through Harmony, and a version of HotWeave's would be without that change. "
        + "Leave the type out of the copy (--exclude), or take that change out.");

    internal static readonly SwapDiagnostic StubRefused = new("HW9081", SwapFailureKind.Refused,
        "Harmony does not give {0} a stub: {1} All were taken out again. Leave its type out of the copy (--exclude).");

    internal static readonly SwapDiagnostic StubGone = new("HW9082", SwapFailureKind.Refused,
        "{0} has lost its stub, so no patch would reach it: somebody took out all patches of Harmony. Start the process anew.");
}
