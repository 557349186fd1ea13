using HotWeave.Weaver.Analysis.Patching.Mapping;
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
    private readonly KeptResults _kept;
    private readonly ConfiguringLambdas _configuring;
    private readonly RepeatedCalls _repeated;
    private readonly ObjectOnceRules _objects;
    private readonly ActorHandlerRules _actors;
    private readonly MappingReplays _mappings;
    private readonly HostedRegistrations _hosted;
    private readonly ServiceRegistrations _services;

    public OnceRules(
        IReadOnlyList<PatchDiff> diffs, Lazy<CallGraph> calls, MappingReplays mappings, HostedRegistrations hosted, ServiceRegistrations services,
        DiagnosticSink sink)
    {
        _services = services;
        _hosted = hosted;
        _mappings = mappings;
        _diffs = diffs;
        _sink = sink;
        List<AssemblyMatch> matches = [.. diffs.Select(static d => d.Match)];
        _heads = new CodeHeads(matches);
        var slots = new VirtualSlots(matches);
        _search = new OnceSearch(_heads, calls, slots, matches.Exists(static m => m.Pair.New.EntryPoint is not null));
        _kept = new KeptResults(_heads, calls, slots, _search);
        _configuring = new ConfiguringLambdas(_heads, calls, _search);
        var told = new ToldObjects(_heads);
        _repeated = new RepeatedCalls(diffs, _heads, told);
        _objects = new ObjectOnceRules(_heads, new ObjectEntries(_heads, calls), _repeated, told, sink);
        _actors = new ActorHandlerRules(_objects, sink);
    }

    /// <summary>Whether a method, or a lambda's body, is entered once in the life of a process.</summary>
    public bool IsEnteredOnce(MethodDefinition head) => _search.Find(head) is not null;

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
                if (!head.HasBody || changes.FindOld(head) is not { } old)
                    continue;
                if (!changes.IsChanged(head, old))
                {
                    if (diff.LookUps.Contains(head) && KeepsWhatItFound(changes.RootOf(head), head))
                        found.Add(head);
                    continue;
                }

                if (_search.Find(head) is not { } way)
                    CheckLive(changes, head, old);
                else if (way.Loop is { } loop)
                    _sink.Report(EditDiagnostics.LoopOfStartUp.At(ReadableName.Describe(changes.RootOf(head)), SymbolLocation.Find(head), ReadableName.Describe(head), ReadableName.Describe(loop), way));
                else if (Report(changes, head, old, way))
                    found.Add(head);
            }
        }

        return found;
    }

    // Its code is as it was, and what it looks up is not.
    private bool KeepsWhatItFound(MethodDefinition root, MethodDefinition head)
    {
        var once = _search.Find(head);
        if ((once ?? _kept.Find(head)) is not { } way)
            return false;
        _sink.Report(EditDiagnostics.ResourceKept.At(ReadableName.Describe(root), SymbolLocation.Find(head), ReadableName.Describe(root), way));
        return once is not null;
    }

    private void CheckLive(HeadChanges changes, MethodDefinition head, MethodDefinition old)
    {
        _objects.Check(changes, head, old);
        _actors.Check(changes, head, old);
        if (_configuring.FindConfigured(head) is { } configured)
        {
            var root = changes.RootOf(head);
            _sink.Report(EditDiagnostics.ConfigurationKept.At(ReadableName.Describe(root), SymbolLocation.Find(head), ReadableName.Describe(root), ReadableName.Describe(configured)));
        }

        if (_kept.Find(head) is { } way)
            _sink.Report(EditDiagnostics.ResultKept.At(ReadableName.Describe(changes.RootOf(head)), SymbolLocation.Find(head), ReadableName.Describe(head), way));
    }

    // What a hook repeats is there.
    private bool Report(HeadChanges changes, MethodDefinition head, MethodDefinition old, OnceWay way)
    {
        if (_mappings.Covers(head))
            return true;
        var rest = _mappings.CompareRest(head);
        if (rest is { AreSame: true })
            return true;
        var compared = rest?.Differences ?? changes.Compare(head, old);
        var whole = _services.Without(head, _hosted.Without(head, compared));
        if (whole.IsEmpty && !compared.IsEmpty)
            return true;
        ReportObstacles(head, rest?.Obstacles ?? []);
        var statements = _repeated.Without(head.IsConstructor ? _repeated.WithoutInitialisers(whole) : whole);
        if (statements.IsEmpty && !whole.IsEmpty)
            return false;
        var root = changes.RootOf(head);
        var name = head == root ? ReadableName.Describe(head) : $"{(GeneratedCode.IsLambda(head) ? "A lambda" : GeneratedCode.LocalFunctionName(head))} in {ReadableName.Describe(root)}";
        var location = statements.Location ?? SymbolLocation.Find(head);
        _sink.Report(EditDiagnostics.RunsAtNextStart.At(ReadableName.Describe(root), location, name, way, statements.Describe("in the process")));
        return true;
    }

    private void ReportObstacles(MethodDefinition head, IReadOnlyList<RestStatement> obstacles)
    {
        var name = ReadableName.Describe(head);
        foreach (var rest in obstacles)
            _sink.Report(EditDiagnostics.NotMappedAnew.At(name, rest.Statement.Location, name, $"{rest.Statement.Summary}: {rest.Obstacle}"));
        if (obstacles.Count == 0 && _mappings.ExplainObstacle(head) is { } reason)
            _sink.Report(EditDiagnostics.NotMappedAnew.At(name, SymbolLocation.Find(head), name, reason));
    }
}
