using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Weaving;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising.Opening;
using HotWeave.Weaver.Planning.Weaving;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>The stages of weaving between reading and writing, for whatever is woven: a build's output, what a patch brings, what a patch adds.</summary>
internal static class WeavingSequence
{
    /// <summary>Opens a module's types that ask for it, looks at it, and says what weaving will do; reports what gets no stub, and what is marked as something that it cannot be.</summary>
    /// <param name="module">The module, which is only opened.</param>
    /// <param name="settings">How to weave it.</param>
    /// <param name="mark">The identity that it gets.</param>
    /// <param name="sink">Where messages go.</param>
    public static WeavePlan Plan(ModuleDefinition module, WeaveSettings settings, BaselineMark mark, DiagnosticSink sink)
    {
        // A loaded type takes no new members.
        if (!settings.Ghost)
            OpenTypeStubs.Add(module, settings.Selection);
        var inventory = WeaveInventory.Collect(module, settings);
        foreach (var skipped in inventory.Types.SelectMany(static t => t.Skipped))
            sink.Report(skipped);
        foreach (var problem in inventory.Problems)
            sink.Report(problem);
        return WeavePlanner.Plan(module, inventory, mark);
    }

    /// <summary>Carries a plan out.</summary>
    public static void Emit(ModuleDefinition module, WeavePlan plan) => WeaveEmitter.Emit(module, plan);
}
