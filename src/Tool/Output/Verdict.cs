using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Output;

/// <summary>What a comparison comes to, in the words that programs read.</summary>
internal static class Verdict
{
    /// <summary>The patch does all that the new build does, where code that is alive can take it.</summary>
    public const string Live = "live";

    /// <summary>The change goes live; the warnings say what stays behind.</summary>
    public const string LiveWithRemarks = "live-with-remarks";

    /// <summary>No patch can carry the change.</summary>
    public const string Restart = "restart";

    /// <summary>The verdict; null where the inputs were refused, so that nothing was compared.</summary>
    public static string? Of(PatchResult result)
    {
        if (result.Outcome != PatchOutcome.Failed)
            return result.Diagnostics.Any(static d => d.Severity == DiagnosticSeverity.Warning && IsOfEdits(d)) ? LiveWithRemarks : Live;
        return result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).All(IsOfEdits) ? Restart : null;
    }

    // HW30xx to HW32xx are about edits; one message beyond says that none of them can be carried.
    private static bool IsOfEdits(Diagnostic diagnostic) =>
        diagnostic.Id == EditDiagnostics.NothingToCarry.Id || (diagnostic.Id.StartsWith("HW3", StringComparison.Ordinal) && diagnostic.Id[3] is >= '0' and <= '2');
}
