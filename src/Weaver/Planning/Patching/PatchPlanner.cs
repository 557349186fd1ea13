using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Patching.Keeping;
using HotWeave.Weaver.Analysis.Patching.Mapping;
using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Analysis.Patching.Staying;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// Decides which swappable types a patch replaces. A changed export replaces its type. A changed method without a stub counts as inlined:
/// its callers count as changed too, until an export stops the chain.
/// </summary>
internal sealed class PatchPlanner
{
    private readonly IReadOnlyList<PatchDiff> _diffs;
    private readonly SlotMap _slots;
    private readonly IReadOnlyList<KeptType> _kept;
    private readonly IReadOnlyCollection<string> _accepted;
    private readonly DiagnosticSink _sink;
    private readonly Lazy<CallGraph> _callGraph;
    private readonly StayingCode _staying;
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches;
    private readonly Dictionary<ModuleDefinition, ExportMap> _exports;
    private readonly CopiedStructs _copies;
    private readonly HashSet<MethodDefinition> _changed = [];
    private readonly HashSet<TypeDefinition> _replaced = [];
    private List<MethodDefinition> _bodies = [];

    public PatchPlanner(
        IReadOnlyList<PatchDiff> diffs, SlotMap slots, IReadOnlyList<KeptType> kept, IReadOnlyCollection<string> accepted, DiagnosticSink sink)
    {
        _kept = kept;
        _accepted = accepted;
        _diffs = diffs;
        _slots = slots;
        _sink = sink;
        _callGraph = new Lazy<CallGraph>(() => CallGraph.OfNew([.. diffs.Select(static d => d.Match)]));
        _staying = new StayingCode([.. diffs.Select(static d => d.Match)], IsDeployedExport, t => _exports![t.Module].HasSlot(GeneratedCode.UserTypeOf(t)));
        _matches = diffs.ToDictionary(static d => d.Match.Pair.New, static d => d.Match);
        _exports = diffs.SelectMany(static d => d.Match.Pair.Modules).Distinct().ToDictionary(static m => m.Old, m => new ExportMap(m, diffs[0].Match.Pair.Raw.Find(m.Old)));
        _copies = new CopiedStructs([.. diffs.Select(static d => d.Match)], _exports);
    }

    // Most patches ask for no caller.
    private CallGraph Calls => _callGraph.Value;

    public PatchPlan Plan()
    {
        Propagate();
        var mappings = new MappingReplays(_diffs, _callGraph, _accepted);
        List<AssemblyMatch> matches = [.. _diffs.Select(static d => d.Match)];
        var hosted = new HostedRegistrations(matches, _accepted);
        var services = new ServiceRegistrations(matches, _callGraph, _accepted);
        var onceRules = new OnceRules(_diffs, _callGraph, mappings, hosted, services, _sink);
        var once = onceRules.Check();
        var unserved = _changed.Where(m => ObstacleOf(m) is not null).ToList();
        foreach (var method in _bodies.Where(m => !once.Contains(m)).Concat(unserved).Distinct())
            RemarkOnReach(method);
        foreach (var method in unserved.Where(static m => m.IsVirtual || m.HasOverrides))
            Remark(EditDiagnostics.CopyNotServed, method, ReadableName.Describe(method), ObstacleOf(method)!);
        foreach (var method in _changed.Where(HasCallersOutside))
            Remark(EditDiagnostics.OutsideKeepsOldBody, method, ReadableName.Describe(method));
        if (mappings.Replay is { } replay)
            Say(replay);
        foreach (var service in hosted.Served)
            _sink.Report(EditDiagnostics.HostedServiceStarted.At(ReadableName.Describe(service), SymbolLocation.Find(service), ReadableName.Describe(service)));
        foreach (var registration in services.Replays)
            Remark(EditDiagnostics.ServicesRegistered, registration.Head, ReadableName.Describe(registration.Head), registration.Describe());
        new AskedProviders(matches, services.Replays, _sink).Check();
        new UnsetFields(_diffs, onceRules.IsEnteredOnce, _staying.Running, _sink).Check();
        new FieldConflicts(_diffs, _staying, _changed.Contains, HasOutsideCallers, _accepted, _sink).Check();
        var replaced = _diffs.SelectMany(d => d.Match.Pair.New.GetTypes().Where(_replaced.Contains).Select(t => Replace(d.Match, t))).ToList();
        var loops = Loops(replaced);
        var scanned = ScannedTypes.Find(_diffs);
        if (scanned.Count == 0)
            new ScannedTypeRules(matches, _callGraph, _sink).Check();
        var homes = new AddedHomes([.. _diffs.Select(static d => d.Match)]);
        return new PatchPlan(
            [.. _diffs.Select(static d => d.Match)],
            replaced,
            [.. _diffs.SelectMany(d => new HolderPlanner(d.Match, homes, _exports, _sink).Plan())],
            homes,
            [.. _changed.Where(m => !IsExport(m))],
            [.. _diffs.SelectMany(static d => d.AddedFields)],
            [.. _diffs.Select(static d => d.State)],
            ListedTypes.Find(_diffs),
            _kept,
            _slots,
            loops.Qualified,
            loops.Late,
            loops.Bodies)
        {
            Mapping = mappings.Replay,
            Scanned = scanned,
            ScannedMethods = ScannedMethods.Find(_diffs, replaced),
            HostedServices = hosted.Served,
            Registrations = services.Replays,
            Resources = [.. _diffs.SelectMany(static d => d.Resources)],
        };
    }

    private void Say(MappingReplay replay)
    {
        var name = ReadableName.Describe(replay.Main);
        _sink.Report(EditDiagnostics.MappedAnew.At(name, SymbolLocation.Find(replay.Main), name, replay.Differences));
    }

    private LoopCallPlanner Loops(List<ReplacedType> replaced)
    {
        var loops = new LoopCallPlanner(IsExport, type => _matches[type.Module].OldOf(type) is not null, _sink);
        foreach (var type in replaced)
            loops.Look(type);
        return loops;
    }

    private void Propagate()
    {
        // A deployed field that is a new one for new code: everything that reads it must be new code.
        var deployed = _diffs.SelectMany(static d => d.AddedFields).Select(static a => a.Field).Where(f => _matches[f.Module].OldOf(f) is not null);
        var readers = new FieldReaders([.. deployed], [.. _diffs.Select(static d => d.Match)]);
        _bodies = [.. _diffs.SelectMany(static d => d.ChangedBodies).Concat(readers.Methods).Distinct()];
        var work = new Queue<MethodDefinition>(_bodies.Concat(_slots.Changed));
        foreach (var type in _slots.Replaced.Where(HasSlot))
            AddReplaced(type, work);
        while (work.Count > 0)
        {
            var method = work.Dequeue();
            if (!_changed.Add(method))
                continue;
            // F# puts the closures of a type's members into the module around the type, so they have another slot than the member.
            foreach (var body in _matches[method.Module].NewKeys.TreeOf(method).Where(b => HasSlot(b.DeclaringType)))
                AddReplaced(GeneratedCode.UserTypeOf(body.DeclaringType), work);
            if (IsExport(method))
                continue;
            foreach (var caller in Calls.CallersOf(method).Where(IsDeployed))
                work.Enqueue(caller);
        }
    }

    // A stub that hands over a copy calls the new version as soon as there is one. What that cannot do with a copy may not stand in the
    // method itself, which then is not changed.
    private void AddReplaced(TypeDefinition type, Queue<MethodDefinition> work)
    {
        if (!_replaced.Add(type))
            return;
        foreach (var method in type.Methods.Where(m => ObstacleOf(m) is not null))
            work.Enqueue(method);
    }

    private string? ObstacleOf(MethodDefinition method) =>
        _matches[method.Module].OldOf(method) is { } old ? _copies.FindObstacle(method, old) : null;

    // Code of types that only the patch has is all in the patch.
    private bool IsDeployed(MethodDefinition method) => _matches[method.Module].OldOf(method.DeclaringType) is not null;

    private bool HasSlot(TypeDefinition type) =>
        _matches[type.Module].OldOf(GeneratedCode.UserTypeOf(type)) is { } old && _exports[old.Module].HasSlot(old);

    private bool IsExport(MethodDefinition method) =>
        _matches[method.Module].OldOf(method) is { } old && _exports[old.Module].IsExport(old) && _copies.FindObstacle(method, old) is null;

    private void RemarkOnReach(MethodDefinition method)
    {
        if (_matches[method.Module].OldOf(method) is not { } old || (IsExport(method) && !_staying.BindsOldBodies(old)))
            return;
        var keepers = _staying.FindKeepers(old);
        foreach (var (keeper, why) in keepers)
            RemarkOnKeeper(method, keeper, why);
        if (IsExport(method))
            return;
        if (Calls.IsAddressTaken(method) || (HasSlot(method.DeclaringType) && IsFoundByName(old)) || method is { IsStatic: true, HasOverrides: true })
            Remark(EditDiagnostics.DelegatesKeepOldBody, method, ReadableName.Describe(method));
        if (!HasSlot(method.DeclaringType) && keepers.Count == 0 && !Calls.CallersOf(method).Any(IsInPatch) && method != method.Module.EntryPoint)
            Remark(EditDiagnostics.ChangeNotCarried, method, ReadableName.Describe(method));
    }

    private void RemarkOnKeeper(MethodDefinition method, MethodDefinition keeper, Keeper why)
    {
        var hasSlot = _exports[keeper.Module].HasSlot(GeneratedCode.UserTypeOf(keeper.DeclaringType));
        var descriptor = why switch
        {
            Keeper.Delegate => EditDiagnostics.DelegatesKeepOldBody,
            Keeper.WaitingLoop or Keeper.EntryPoint or Keeper.Stream or Keeper.Rows when hasSlot => EditDiagnostics.RunKeepsOldBody,
            Keeper.Started when hasSlot => null,
            _ => EditDiagnostics.CallerKeepsOldBody,
        };
        // Delegates of a lambda that is gone are named by that.
        if (descriptor is not null && !_staying.IsLeftLambda(keeper))
            Remark(descriptor, keeper, ReadableName.Describe(keeper), ReadableName.Describe(method), WayOut(method));
    }

    // With a stub all callers reach the new body; of a method that nobody may weave, only code that moves does.
    private string WayOut(MethodDefinition method) =>
        ObstacleOf(method) is { } obstacle ? $"it has one again, which hands the struct over by its address ({obstacle})"
        : HasSlot(method.DeclaringType)
        ? "give it one (HotWeaveSmallMethods=export, --small-methods export)"
        : "make one of the two types swappable, where [NotSwappable] or a pattern leaves it out";

    // What may be called by whoever knows its name: reflection, serialisers, binders.
    private static bool IsFoundByName(MethodDefinition old) => !ExportRules.IsPrivate(old) && !GeneratedCode.IsGenerated(old) && !(old.IsConstructor && old.IsStatic);

    // A program's own methods are called by itself; a library's by assemblies that nobody shows here.
    private bool HasCallersOutside(MethodDefinition method) =>
        method.Module.EntryPoint is null && _matches[method.Module].OldOf(method) is { } old && HasSlot(method.DeclaringType) && HasOutsideCallers(old);

    private bool HasOutsideCallers(MethodDefinition old) => old.Module.EntryPoint is null && !IsDeployedExport(old) && OutsideVisibility.IsVisible(old);

    private bool IsDeployedExport(MethodDefinition old) => _exports[old.Module].IsExport(old) && _copies.FindObstacle(old) is null;

    private bool IsInPatch(MethodDefinition method) => !IsDeployed(method) || HasSlot(method.DeclaringType) || (!IsExport(method) && _changed.Contains(method));

    private ReplacedType Replace(AssemblyMatch match, TypeDefinition type)
    {
        var old = match.OldOf(type)!;
        var module = match.ModuleOf(old);
        var map = _exports[module.Old];
        var exports = new List<PatchedExport>();
        foreach (var export in map.ExportsOf(old))
        {
            var stub = map.StubOf(export);
            var then = module.OldOf(export);
            var method = match.NewOf(then);
            if (method is null && GeneratedCode.IsLambda(export))
                RemarkOnLambda(match, module.OldOf(export));
            var served = method is null || ObstacleOf(method) is null ? method : null;
            exports.Add(new PatchedExport(export, stub, stub.DispatchMethod.Resolve(), served, _slots.Inherited.TryGetValue(then,
                out var inherited) ? inherited : null));
        }

        var dispatch = exports[0].DispatchMethod.DeclaringType;
        return new ReplacedType(module, type, module.WovenOf(old), exports[0].Stub.Slot.Name, dispatch, exports);
    }

    private void RemarkOnLambda(AssemblyMatch match, MethodDefinition old)
    {
        var root = match.OldKeys.RootOf(old);
        _sink.Report(EditDiagnostics.LambdaUnmatched.At(ReadableName.Describe(root), SymbolLocation.Find(old), ReadableName.Describe(root)));
    }

    private void Remark(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] arguments) =>
        _sink.Report(descriptor.At(ReadableName.Describe(method), SymbolLocation.Find(method), arguments));
}
