using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Weaving;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// Decides whose constructors list what they make: those of the types that the baseline tracks, and of types with code change, since the way back must find the
/// objects that the new version made. Where nothing tracks a type's objects and no static hook names any, they are converted one by one, at their first touch.
/// </summary>
/// <param name="All">The types in the new build whose constructors list.</param>
/// <param name="Lazy">Those whose objects are converted at their first touch by new code.</param>
internal sealed record ListedTypes(IReadOnlyCollection<TypeDefinition> All, IReadOnlyCollection<TypeDefinition> Lazy)
{
    public static ListedTypes Find(IReadOnlyList<PatchDiff> diffs)
    {
        var all = new HashSet<TypeDefinition>();
        var lazy = new HashSet<TypeDefinition>();
        var namesObjects = diffs.Any(static d => d.State.Hooks.Any(static h => h.Kind == PatchHookKind.ChangeType));
        foreach (var diff in diffs)
        {
            foreach (var type in diff.Match.Pair.New.GetTypes())
            {
                if (diff.Match.OldOf(type) is { } old && TrackedTypes.Adds(old))
                    all.Add(type);
            }

            foreach (var type in diff.State.Hooks.Where(static h => h.Kind == PatchHookKind.ChangeObject).Select(static h => h.Type))
            {
                if (TrackedTypes.IsTracked(diff.Match.OldOf(type)!))
                    continue;
                all.Add(type);
                if (!namesObjects && diff.State.Numbers.Any(n => n.Type == type && n.Deployed < n.Number))
                    lazy.Add(type);
            }
        }

        return new ListedTypes(all, lazy);
    }
}
