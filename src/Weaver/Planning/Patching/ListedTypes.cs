using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// Decides whose constructors list what they make: those of the types that the baseline tracks, and of types with code change whose objects are named by hand, since
/// the way back must find the objects that the new version made.
/// </summary>
internal sealed class ListedTypes(IReadOnlyList<PatchDiff> diffs, DiagnosticSink sink)
{
    public HashSet<TypeDefinition> Find()
    {
        var listed = new HashSet<TypeDefinition>();
        var namesObjects = diffs.Any(static d => d.State.Hooks.Any(static h => h.Kind == PatchHookKind.ChangeType));
        foreach (var diff in diffs)
        {
            foreach (var type in diff.Match.Pair.New.GetTypes())
            {
                if (diff.Match.OldOf(type) is { } old && TrackedTypes.Adds(old))
                    listed.Add(type);
            }

            foreach (var hook in diff.State.Hooks.Where(static h => h.Kind == PatchHookKind.ChangeObject))
            {
                var type = hook.Method.DeclaringType;
                if (TrackedTypes.IsTracked(diff.Match.OldOf(type)!))
                    continue;
                listed.Add(type);
                if (!namesObjects && diff.State.Numbers.Any(n => n.Type == type && n.Deployed < n.Number))
                    sink.Report(EditDiagnostics.ObjectsNotFound.At(ReadableName.Of(hook.Method), SymbolLocation.Of(hook.Method), ReadableName.Of(hook.Method)));
            }
        }

        return listed;
    }
}
