using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Patching.Keeping;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Emission.Patching;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>Says in a manifest what a patch means for objects and resources that exist.</summary>
internal static class PatchStateBuilder
{
    public static PatchState Build(PatchPlan plan, PatchImage image, ManifestBaselines baselines)
    {
        var edits = new List<StateEdit>();
        var shapes = new List<StateShape>();
        foreach (var (match, state) in plan.Matches.Zip(plan.State, static (m, s) => (m, s)))
        {
            // Code change carries what would be lost.
            edits.AddRange(state.Changes.Select(c =>
                new StateEdit(IndexOf(match, c.Type), c.Text, c.Mark, c.LosesState && !state.Numbers.Any(n => n.Type == c.Type && n.Deployed < n.Number))));
            shapes.AddRange(state.Numbers.Select(n => new StateShape(IndexOf(match, n.Type), NameOf(match, n.Type), n.Deployed, n.Number, plan.Listed.Lazy.Contains(n.Type))));
        }

        // Neither way may deployed and new code make objects at once.
        edits.AddRange(plan.Unmade.Select(u => new StateEdit(IndexOf(MatchOf(u.Type), u.Type), u.Text, u.Text, IsOneWay: false)));
        return new PatchState(edits, shapes, [.. image.Hooks.Select(Write)])
        {
            Marked = [.. FindAsking(plan).Select(MarkedWith)],
            Unmade = [.. plan.Unmade.Select(u => new UnmadeType(IndexOf(MatchOf(u.Type), u.Type), NameOf(MatchOf(u.Type), u.Type), u.Mark))],
        };

        // The versions of types that ask objects of others form chains too.
        MarkedType MarkedWith(IGrouping<TypeDefinition, KeptType> asking)
        {
            var match = plan.Matches.First(m => m.Pair.New == asking.Key.Module);
            var mark = string.Join(",", asking.Select(static k => k.Mark).Distinct().OrderBy(static m => m, StringComparer.Ordinal));
            var isTracked = plan.Kept.Any(k => k.Type == asking.Key) && TrackedTypes.IsTracked(match.OldOf(asking.Key)!);
            return new MarkedType(IndexOf(match, asking.Key), NameOf(match, asking.Key), mark, isTracked);
        }

        AssemblyMatch MatchOf(TypeDefinition type) => plan.Matches.First(m => m.Pair.New == type.Module);

        int IndexOf(AssemblyMatch match, TypeDefinition type) => baselines.IndexOf(match.ModuleOf(match.OldOf(type)!));

        PatchHook Write(EmittedHook emitted)
        {
            var hook = emitted.Hook;
            return new PatchHook(
                hook.Kind,
                hook.NamesType ? IndexOf(MatchOf(hook.Type), hook.Type) : -1,
                hook.NamesType ? NameOf(MatchOf(hook.Type), hook.Type) : "",
                ReadableName.Describe(hook.Method),
                PatchManifestBuilder.ReflectionName(emitted.Method.DeclaringType),
                emitted.Method.Name,
                hook.From,
                hook.To,
                hook.IsUpOnly);
        }
    }

    // Which types ask objects for whose marks.
    private static IEnumerable<IGrouping<TypeDefinition, KeptType>> FindAsking(PatchPlan plan) =>
        plan.Kept.SelectMany(static k => k.Below.Prepend(k.Type).Concat(k.Arguments.Select(static a => GeneratedCode.UserTypeOf(a.Method.DeclaringType)))
            .Distinct().Select(t => (Type: t, Kept: k))).GroupBy(static a => a.Type, static a => a.Kept);

    private static string NameOf(AssemblyMatch match, TypeDefinition type)
    {
        var old = match.OldOf(type)!;
        return PatchManifestBuilder.ReflectionName(match.ModuleOf(old).WovenOf(old));
    }
}
