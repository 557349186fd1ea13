using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Ghost;

/// <summary>Says which methods Harmony can put a copy of in their place that means the same: it makes a method of its own, which nobody else has.</summary>
internal static class HarmonyRules
{
    /// <summary>Why it cannot; null where it can.</summary>
    public static DiagnosticDescriptor? FindObstacle(MethodDefinition method, BodyFacts facts)
    {
        // Over reference types the instances share their code, and what reaches it is one of them only.
        if (method.HasGenericParameters || method.DeclaringType.HasGenericParameters)
            return WeavingDiagnostics.GenericForHarmony;
        // Each return becomes a branch to the end.
        if (facts.HasTailCalls)
            return WeavingDiagnostics.TailCallForHarmony;
        if (facts.LooksAtCaller)
            return WeavingDiagnostics.CallerSensitiveForHarmony;
        // Methods that are made at run time have no such handlers.
        return method.Body.ExceptionHandlers.Any(static h => h.HandlerType is ExceptionHandlerType.Filter or ExceptionHandlerType.Fault)
            ? WeavingDiagnostics.FilterForHarmony : null;
    }
}
