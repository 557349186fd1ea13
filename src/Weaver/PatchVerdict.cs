using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver;

/// <summary>What a comparison of two builds comes to.</summary>
public enum PatchVerdict
{
    /// <summary>The inputs or the output were refused; nothing can be said of the change.</summary>
    None,

    /// <summary>A running process would do nothing otherwise: no patch is needed.</summary>
    NothingToDo,

    /// <summary>The patch does all that the new build does.</summary>
    Live,

    /// <summary>The change goes live; warnings say what only reflection, old delegates and old objects see.</summary>
    LiveWithRemarks,

    /// <summary>The change goes live but for what has no effect before the next start: <see cref="PatchResult.Waiting"/>.</summary>
    LiveRestAtNextStart,

    /// <summary>No patch can carry the change; errors say why.</summary>
    Restart,
}

/// <summary>Finds the verdict by what the messages mean.</summary>
internal static class PatchVerdicts
{
    public static PatchVerdict Judge(PatchOutcome outcome, IReadOnlyList<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Exists(static d => d.Kind is not (DiagnosticKind.Edit or DiagnosticKind.Hook or DiagnosticKind.Policy)))
            return PatchVerdict.None;
        // What only the request forbids has the verdict that it would have without.
        if (errors.Exists(static d => d.Kind != DiagnosticKind.Policy))
            return PatchVerdict.Restart;
        var reservations = diagnostics.Where(static d => d.IsReservation).ToList();
        if (reservations.Exists(static d => d.Kind == DiagnosticKind.NextStart))
            return PatchVerdict.LiveRestAtNextStart;
        if (reservations.Count > 0)
            return PatchVerdict.LiveWithRemarks;
        return outcome == PatchOutcome.NoChanges ? PatchVerdict.NothingToDo : PatchVerdict.Live;
    }
}
