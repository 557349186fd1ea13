using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model.Ghost;

namespace HotWeave.Tool.Ghost;

/// <summary>Turns what an agent answered into a diagnostic.</summary>
internal static class GhostFailure
{
    public static Diagnostic Diagnose(ProcessFacts process, IReadOnlyList<GhostPlan> plans, GhostReply reply)
    {
        var plan = plans[Math.Clamp(reply.Module, 0, plans.Count - 1)];
        return (GhostStep)reply.Step switch
        {
            GhostStep.Attach => GhostDiagnostics.OtherProfiler.With(process.Id, AttachedProfiler.Find(process) is { } name ? $" ('{name}')" : ""),
            GhostStep.FindModule => GhostDiagnostics.NotWhatRuns.With(plan.Assembly, process.Id, plan.Mvid),
            GhostStep.IsWoven => GhostDiagnostics.AlreadyGhost.With(process.Id, plan.Assembly),
            GhostStep.Compile => GhostDiagnostics.StubRefused.With(process.Id, reply.Problem),
            var step => GhostDiagnostics.Failed.With(process.Id, Describe(step, reply.Method), plan.Assembly, reply.Result.ToString("x8", CultureInfo.InvariantCulture)),
        };
    }

    private static string Describe(GhostStep step, int method) => step switch
    {
        GhostStep.ReadPlan => "reading the plan",
        GhostStep.ReadBody => $"reading the code of method {method.ToString("x8", CultureInfo.InvariantCulture)}",
        GhostStep.Define => "defining types",
        GhostStep.Apply => "adding types",
        GhostStep.Request => "asking for new code",
        GhostStep.Mark => "marking the module",
        _ => "working on the module",
    };
}
