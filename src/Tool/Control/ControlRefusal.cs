using HotWeave.Control.Protocol;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Control;

/// <summary>Turns an agent's refusal into a diagnostic: the tool's own codes get the tool's words, the runtime's pass as they are.</summary>
internal static class ControlRefusal
{
    public static Diagnostic Diagnose(ProcessFacts process, Refusal refusal) => refusal.Code switch
    {
        ControlCodes.NoRuntime => UseDiagnostics.NoRuntime.With(process.Id, process.Name),
        ControlCodes.RuntimeMismatch => UseDiagnostics.RuntimeMismatch.With(process.Id, refusal.Message),
        ControlCodes.ProtocolMismatch => UseDiagnostics.ProtocolMismatch.With(process.Id, refusal.Message),
        ControlCodes.RunsInlined => GhostDiagnostics.RefusedForInlined.With(process.Id, refusal.Message),
        ControlCodes.StubRefused => GhostDiagnostics.StubRefused.With(process.Id, refusal.Message),
        ControlCodes.BatchSpent => GhostDiagnostics.BatchSpent.With(process.Id, refusal.Message),
        ControlCodes.CopyNotWoven => GhostDiagnostics.CopyNotWoven.With(process.Id, refusal.Message),
        _ => new Diagnostic(new DiagnosticDescriptor(refusal.Code, DiagnosticKind.Use, SeverityOf(refusal), "{0}"), refusal.Message, null, null),
    };

    private static DiagnosticSeverity SeverityOf(Refusal refusal) => refusal.IsNothingToDo ? DiagnosticSeverity.Info : DiagnosticSeverity.Error;
}
