using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Makes the patch assembly that a plan describes.</summary>
internal sealed class PatchEmitter
{
    private readonly PatchPlan _plan;
    private readonly ModuleDefinition _target;
    private readonly MovedTypes _moved;
    private readonly Holders _holders;
    private readonly PatchedCode _code;
    private readonly PatchTypeImporter _importer;
    private readonly ValueTypes _valueTypes;
    private readonly DiagnosticSink _sink;

    public PatchEmitter(PatchPlan plan, string name, DiagnosticSink sink)
    {
        _plan = plan;
        _sink = sink;
        _target = PatchModule.Create(name, plan.Matches[0].Pair.Deployed.Woven);
        var universe = new PatchUniverse(plan);
        _holders = new Holders(_target, plan);
        _moved = new MovedTypes(_target, _holders, universe);
        _valueTypes = new ValueTypes(ImageOf);
        _importer = new PatchTypeImporter(_target, universe, _moved.Of, _valueTypes);
        _code = new PatchedCode(plan, universe, _holders, _moved, _importer, sink);
    }

    public PatchImage Emit()
    {
        var versions = new VersionClassEmitter(_holders, _code, _importer);
        var baselines = new BaselineClassEmitter(new TypeImporter(_target, _valueTypes));
        var doors = new DoorClassEmitter(new TypeImporter(_target, _valueTypes));
        var types = new List<EmittedType>();
        foreach (var type in _plan.Replaced)
        {
            var version = versions.Emit(type, baselines);
            var baseline = baselines.Emit(type);
            var door = doors.Emit(type);
            _code.Late.Answer(type, version);
            _code.Late.AnswerDeployed(type, baseline);
            types.Add(new EmittedType(type, version, baseline, door));
        }

        var holders = new HolderVersionEmitter(_target, _code, _importer);
        foreach (var holder in _plan.Holders)
            types.Add(new EmittedType(holder, holders.Emit(holder, baselines), baselines.Emit(holder), doors.Emit(holder)));
        var hooks = _plan.State.SelectMany(static s => s.Hooks).Select(h => new EmittedHook(h, _code.Hook(h.Method))).ToList();
        _code.Complete();
        AccessGrants.Add(_target, _plan);
        var sources = _plan.Replaced.Select(static r => r.Type.Module).Concat(_plan.Inlined.Select(static m => m.Module)).Concat(_moved.Sources);
        new AssemblyAttributes(_target, _importer, _sink).Copy([.. sources.Distinct()]);
        return new PatchImage(_target, types, [.. _moved.Added], hooks, _code.Homes.Woven);
    }

    // Unwoven, a module has the references of the woven one, in the same rows.
    private RawImage? ImageOf(ModuleDefinition module)
    {
        var pair = _plan.Matches[0].Pair;
        var deployed = _plan.Matches.SelectMany(static m => m.Pair.Modules).FirstOrDefault(m => m.Woven == module);
        return pair.Raw.Of(deployed?.Old ?? module)?.Image;
    }
}

/// <summary>A patch assembly in memory.</summary>
/// <param name="Module">The assembly.</param>
/// <param name="Types">The classes made for each replaced type.</param>
/// <param name="Added">The types that a person added.</param>
/// <param name="Hooks">The methods to call round a swap.</param>
/// <param name="Homes">What delegates name of members that it adds to deployed types, woven; null where it has none.</param>
internal sealed record PatchImage(
    ModuleDefinition Module, IReadOnlyList<EmittedType> Types, IReadOnlyList<MovedType> Added, IReadOnlyList<EmittedHook> Hooks, HolderSlots? Homes);

/// <summary>A hook and the patch's method that is it.</summary>
internal sealed record EmittedHook(Hook Hook, MethodDefinition Method);

/// <summary>A type that moved into the patch.</summary>
/// <param name="Assembly">The assembly whose new build has it.</param>
/// <param name="Type">The copy in the patch.</param>
internal sealed record MovedType(string Assembly, TypeDefinition Type);

/// <summary>The three classes of a replaced type.</summary>
internal sealed record EmittedType(ReplacedType Type, TypeDefinition Version, TypeDefinition Baseline, TypeDefinition Door);
