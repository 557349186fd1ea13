using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Names changed code that is not entered again in a running process: its change takes effect at the next start.</summary>
internal sealed class OnceRules
{
    private readonly IReadOnlyList<PatchDiff> _diffs;
    private readonly DiagnosticSink _sink;
    private readonly CodeHeads _heads;
    private readonly OnceSearch _search;

    public OnceRules(IReadOnlyList<PatchDiff> diffs, Lazy<CallGraph> calls, DiagnosticSink sink)
    {
        _diffs = diffs;
        _sink = sink;
        List<AssemblyMatch> matches = [.. diffs.Select(static d => d.Match)];
        _heads = new CodeHeads(matches);
        _search = new OnceSearch(_heads, calls, new VirtualSlots(matches), matches.Exists(static m => m.Pair.New.EntryPoint is not null));
    }

    /// <summary>Looks at all changed bodies, and says which methods are not entered again.</summary>
    public HashSet<MethodDefinition> Check()
    {
        var found = new HashSet<MethodDefinition>();
        foreach (var diff in _diffs)
        {
            var changes = new HeadChanges(diff.Match);
            foreach (var head in diff.ChangedBodies.SelectMany(_heads.ListHeads))
            {
                // A lambda may be live where the method around it is not, and the other way round.
                if (!head.HasBody || changes.FindOld(head) is not { } old || !changes.IsChanged(head, old) || _search.Find(head) is not { } way)
                    continue;
                found.Add(head);
                Report(changes, head, old, way);
            }
        }

        return found;
    }

    private void Report(HeadChanges changes, MethodDefinition head, MethodDefinition old, OnceWay way)
    {
        var statements = changes.Compare(head, old);
        var root = changes.RootOf(head);
        var name = head == root ? ReadableName.Of(head) : $"{(GeneratedCode.IsLambda(head) ? "A lambda" : GeneratedCode.LocalFunctionName(head))} in {ReadableName.Of(root)}";
        _sink.Report(EditDiagnostics.RunsAtNextStart.At(ReadableName.Of(root), statements.Location ?? SymbolLocation.Of(head), name, way, statements));
    }
}
