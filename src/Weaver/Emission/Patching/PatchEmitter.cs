using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.Emission.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Makes the patch assembly that a plan describes.</summary>
internal sealed class PatchEmitter
{
    private readonly PatchPlan _plan;
    private readonly KeptChain _chain;
    private readonly PatchReach _reach;
    private readonly ModuleDefinition _target;
    private readonly ValueTypes _valueTypes;
    private readonly MovedTypes _moved;
    private readonly PatchTypeImporter _importer;
    private readonly TypeCopy _types;
    private readonly PatchMembers _members;
    private readonly VersionClassEmitter _versions;
    private readonly StepEmitter _steps;

    private PatchEmitter(PatchReach reach, string name)
    {
        _plan = reach.Plan;
        _reach = reach;
        _target = PatchModule.Create(name, _plan.Matches[0].Pair.Deployed.Woven);
        _valueTypes = new ValueTypes(ImageOf);
        var (facts, universe) = (reach.Facts, reach.Facts.Universe);
        var holders = new Holders(_target, _plan);
        _moved = new MovedTypes(_target, holders, universe);
        _importer = new PatchTypeImporter(_target, universe, _moved.FindOrDeclare, _valueTypes);
        _types = new TypeCopy(_importer, facts.IsOfPatchOnly, _plan.Slots.Apart);
        var accessors = new AccessorCopies(new AccessorNames(facts));
        var bodies = new StaticBodies(facts, holders, _types, accessors, _importer);
        var shapes = new LazyShapes(_plan, holders, _importer);
        var kept = new KeptMarks(_plan);
        var fields = new AddedFields([.. _plan.AddedFields, .. shapes.Fields, .. kept.Fields], universe, holders, FindHook, _importer);
        var slotMethods = new SlotMethods(bodies);
        _members = new PatchMembers(
            bodies,
            new Cells(fields, shapes, kept, _importer),
            slotMethods,
            new DelegateHomes(universe, holders, bodies, slotMethods, _importer),
            new LateCalls(_plan, facts, bodies, _importer),
            new ConstrainedCalls(bodies),
            new Caches(holders, _types, _importer),
            new BuildData(_moved, _types));
        var calls = new SlotCalls(_plan.Slots, universe, bodies, slotMethods, _importer);
        var slots = new SlotDispatchers(_plan.Slots, bodies, slotMethods, calls, holders, _importer);
        _chain = new KeptChain(_plan, holders, new TypeImporter(_target, _valueTypes));
        _versions = new VersionClassEmitter(facts, holders, bodies, slots, _importer);
        _steps = new StepEmitter(reach, _members, _moved, _types, accessors, _versions, slots, new CastAnswers(_plan.Slots, calls, universe, holders, _importer), new KeptCode(_plan, _members, universe, new TypeImporter(_target, _valueTypes), _chain), _importer);
    }

    /// <summary>Makes it.</summary>
    /// <param name="reach">Who is bound where.</param>
    /// <param name="name">The simple name of the assembly.</param>
    public static PatchImage Emit(PatchReach reach, string name) => new PatchEmitter(reach, name).Emit();

    private PatchImage Emit()
    {
        var baselines = new BaselineClassEmitter(new TypeImporter(_target, _valueTypes));
        var doors = new DoorClassEmitter(new TypeImporter(_target, _valueTypes));
        var types = new List<EmittedType>();
        foreach (var type in _plan.Replaced)
        {
            var version = _versions.Emit(type, baselines);
            var baseline = baselines.Emit(type);
            var door = doors.Emit(type);
            _members.Late.Answer(type, version);
            _members.Late.AnswerDeployed(type, baseline);
            types.Add(new EmittedType(type, version, baseline, door));
        }

        var holders = new HolderVersionEmitter(_target, _members, _importer);
        foreach (var holder in _plan.Holders)
            types.Add(new EmittedType(holder, holders.Emit(holder, baselines), baselines.Emit(holder), doors.Emit(holder)));
        var hooks = _plan.Hooks.Select(h => new EmittedHook(h, FindHook(h.Method))).ToList();
        foreach (var type in _plan.Scanned.Concat(_plan.Controllers))
            _moved.FindOrDeclare(type);
        hooks.AddRange(HostedServiceEmitter.Emit(_plan.HostedServices, _importer));
        hooks.AddRange(new ActionClassEmitter(_members, _reach.Facts.Universe, _importer, new TypeImporter(_target, _valueTypes)).EmitAll(_plan.Actions));
        if (_plan.Mapping is { } mapping)
            hooks.Add(new DeployedMappingEmitter(new TypeImporter(_target, _valueTypes)).Emit(mapping.Deployed));
        var contracts = new ContractEmitter(_members, universe: _reach.Facts.Universe, _importer);
        foreach (var contract in _plan.Contracts)
            hooks.Add(contracts.Emit(contract));
        var scanned = new ScannedMethodsEmitter(_members, _importer);
        foreach (var methods in _plan.ScannedMethods.GroupBy(static m => m.DeclaringType))
            hooks.Add(scanned.Emit([.. methods]));
        EmbeddedResources.Add(_target, _plan.Resources);
        _steps.EmitAll();
        _chain.NoteOpen();
        CompanionScopes.Reserve(_target, _plan.Matches.Select(static m => m.Pair.Deployed.Woven.Assembly));
        AccessGrants.Add(_target, _reach);
        new AssemblyAttributes(_target, _importer).Copy(_reach.Sources);
        return new PatchImage(_target, types, [.. _moved.Added], hooks, _members.Homes.Woven);
    }

    // Static, the object first.
    private MethodDefinition FindHook(MethodDefinition source) =>
        _reach.Facts.Universe.WovenOf(source.DeclaringType) is null ? _types.Method(source, _moved.FindOrDeclare(source.DeclaringType)) : _members.Bodies.FindOrDeclare(source);

    // Unwoven, a module has the references of the woven one, in the same rows.
    private RawImage? ImageOf(ModuleDefinition module)
    {
        var pair = _plan.Matches[0].Pair;
        var deployed = _plan.Matches.SelectMany(static m => m.Pair.Modules).FirstOrDefault(m => m.Woven == module);
        return pair.Raw.Find(deployed?.Old ?? module)?.Image;
    }
}
