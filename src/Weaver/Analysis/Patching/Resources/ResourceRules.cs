using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Resources;

/// <summary>
/// Judges embedded resources that differ. Code that looks them up counts as changed, and finds the new ones in the patch; who goes on to find
/// the deployed ones is named.
/// </summary>
internal sealed class ResourceRules(IReadOnlyList<PatchDiff> diffs, DiagnosticSink sink)
{
    private const int Shown = 3;
    private readonly HashSet<MethodDefinition> _heads = [];

    /// <summary>Looks at all assemblies.</summary>
    /// <returns>What differs, with the code that looks it up among what has changed.</returns>
    public IReadOnlyList<PatchDiff> Check()
    {
        var changes = diffs.ToDictionary(static d => d, static d => ChangedResources.Find(d.Match.Pair));
        if (changes.Values.All(static c => c.Count == 0))
            return diffs;
        var lookUps = new ResourceLookUps([.. diffs.Select(static d => d.Match)]);
        foreach (var change in changes.Values.SelectMany(static c => c))
            Check(change, lookUps);
        foreach (var head in _heads.OrderBy(static h => h.MetadataToken.ToInt32()))
            CheckHead(head, diffs.First(d => d.Match.Pair.New == head.Module).Match);
        return [.. diffs.Select(d => Complete(d, _heads.Count == 0 ? [] : changes[d]))];
    }

    private void Check(ResourceChange change, ResourceLookUps lookUps)
    {
        var found = lookUps.FindFor(change).Select(static l => l.Head).Distinct().ToList();
        _heads.UnionWith(found);
        var roots = found.Select(NameRoot).Distinct(StringComparer.Ordinal).ToList();
        if (roots.Count == 0)
            sink.Report(EditDiagnostics.ResourcesChanged.At(null, null, change.Path, "no code that a patch carries is seen to look it up"));
        else
            sink.Report(EditDiagnostics.ResourceBrought.At(null, null, change.Path, ReadableName.ListFirst(roots, Shown)));
        if (lookUps.Others.FirstOrDefault(o => o.OfFiles == change.Base is null) is { } other)
        {
            var location = other.Method is null ? null : SymbolLocation.Find(other.Method);
            sink.Report(EditDiagnostics.ResourcesChanged.At(null, location, change.Path, other.Reason));
        }
    }

    // What a look-up found once may be kept, and a loop that runs keeps its own code.
    private void CheckHead(MethodDefinition head, AssemblyMatch match)
    {
        var root = match.NewKeys.RootOf(head);
        var reason = root is { IsConstructor: true, IsStatic: true }
            ? head == root ? "it has initialised its type" : "it is made where a type is initialised, which may keep its result"
            : CodeHasWaitingLoop(head, match) ? "a loop that runs goes on with the deployed code"
            : null;
        if (reason is not null)
            sink.Report(EditDiagnostics.ResourceKept.At(ReadableName.Describe(root), SymbolLocation.Find(head), ReadableName.Describe(root), reason));
    }

    private static bool CodeHasWaitingLoop(MethodDefinition head, AssemblyMatch match) =>
        Once.CodeHeads.ListBodies(head, match.NewKeys).Any(static b => WaitingLoops.Find(b).Any(static l => l.Kind == LoopKind.Waiting));

    private PatchDiff Complete(PatchDiff diff, IReadOnlyList<ResourceChange> changes)
    {
        List<MethodDefinition> heads = [.. _heads.Where(h => h.Module == diff.Match.Pair.New)];
        // A static constructor does not run again; lambdas in it are code like any other.
        var roots = heads.Where(static h => !(h.IsConstructor && h.IsStatic)).Select(diff.Match.NewKeys.RootOf).Distinct()
            .Where(r => !diff.ChangedBodies.Contains(r) && diff.Match.OldOf(r.DeclaringType) is not null)
            .OrderBy(static r => r.MetadataToken.ToInt32())
            .ToList();
        return diff with
        {
            Resources = changes,
            LookUps = heads,
            ChangedBodies = [.. diff.ChangedBodies, .. roots],
            Edits = [.. diff.Edits, .. roots.Select(MakeEdit)],
        };
    }

    private static Edit MakeEdit(MethodDefinition root) =>
        new(EditKind.Changed, ReadableName.Describe(root.DeclaringType), ReadableName.Describe(root), SymbolLocation.Find(root)) { Part = "its resources" };

    private string NameRoot(MethodDefinition head) =>
        ReadableName.Describe(diffs.First(d => d.Match.Pair.New == head.Module).Match.NewKeys.RootOf(head));
}
