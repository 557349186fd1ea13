using HotWeave.Weaver.Emission.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes version classes. A body without local callers stands in the override itself, so that a swapped call is one virtual call; others
/// stand
/// in a static method, which the override and the local callers call.
/// </summary>
internal sealed class VersionClassEmitter
{
    private const MethodAttributes Renamed =
        MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.Virtual | MethodAttributes.NewSlot
            | MethodAttributes.Final;

    private readonly Holders _holders;
    private readonly ReachFacts _facts;
    private readonly StaticBodies _bodies;
    private readonly SlotDispatchers _slots;
    private readonly TypeImporter _importer;
    private readonly SelfCopyAdapter _copies;
    private readonly Dictionary<PatchedExport, DeclaredBody> _waiting = [];

    public VersionClassEmitter(ReachFacts facts, Holders holders, StaticBodies bodies, SlotDispatchers slots, TypeImporter importer)
    {
        _facts = facts;
        _holders = holders;
        _bodies = bodies;
        _slots = slots;
        _importer = importer;
        _copies = new SelfCopyAdapter(new TypeImporter(importer.Target, importer.ValueTypes));
    }

    /// <summary>An override that was declared and has no body yet; from now on it counts as having one.</summary>
    public DeclaredBody TakeOverride(PatchedExport export)
    {
        var declared = _waiting[export];
        _waiting.Remove(export);
        return declared;
    }

    /// <summary>The exports whose overrides were declared and have no body yet.</summary>
    public IEnumerable<MethodDefinition> Waiting => _waiting.Keys.Select(static e => e.Woven);

    public TypeDefinition Emit(ReplacedType type, BaselineClassEmitter baselines)
    {
        var version = _holders.FindOrAdd(type.Type);
        DispatchSubclass.AddConstructor(version);
        foreach (var export in type.Exports)
            Add(version, type, export, baselines);
        return version;
    }

    private void Add(TypeDefinition version, ReplacedType type, PatchedExport export, BaselineClassEmitter baselines)
    {
        switch (_facts.FindForm(type, export))
        {
            case ExportForm.CastAnswer:
                AddCastAnswer(version, export);
                break;
            case ExportForm.Inherited:
                AddInherited(version, type, export);
                break;
            case ExportForm.Deployed:
                baselines.AddOverride(version, export);
                break;
            case ExportForm.TestsThenDeployed:
                AddAbstract(version, export, export.New!, baselines);
                break;
            case ExportForm.Tests:
                AddTests(version, export, export.New!);
                break;
            case ExportForm.Static:
                AddForward(version, export, export.New!);
                break;
            default:
                AddOverride(version, export, export.New!);
                break;
        }
    }

    private MethodDefinition Declare(TypeDefinition version, PatchedExport export, MethodDefinition source,
        out ReferenceRewriter references)
    {
        var method = DispatchSignature.DeclareOverride(source, export.DispatchMethod.Name, _importer, out references);
        version.Methods.Add(method);
        return method;
    }

    private void AddTests(TypeDefinition version, PatchedExport export, MethodDefinition source)
    {
        var method = Declare(version, export, source, out _);
        _slots.Host(source, method);
        DispatchSubclass.Hide(method.Module, method);
        _copies.Adapt(method, export);
    }

    private void AddForward(TypeDefinition version, PatchedExport export, MethodDefinition source)
    {
        var method = Declare(version, export, source, out _);
        Forward(method, source);
        _copies.Adapt(method, export);
    }

    private void AddOverride(TypeDefinition version, PatchedExport export, MethodDefinition source)
    {
        var method = Declare(version, export, source, out var references);
        // The frame of this method is what a stack trace shows, so it has the name a person gave it.
        if (source.Name != method.Name)
        {
            method.Attributes = Renamed;
            method.Overrides.Add(new ReferenceRewriter(new TypeImporter(version.Module, _importer.ValueTypes), Model.GenericMap.Empty)
                .Method(export.Stub.DispatchMethod));
            method.Name = source.Name;
        }

        method.ImplAttributes |= source.ImplAttributes & StaticBodies.Kept;
        AttributeCopy.CopyOfBody(source, method, references);
        _waiting.Add(export, new DeclaredBody(method, references));
        _copies.Adapt(method, export);
    }

    private void AddInherited(TypeDefinition version, ReplacedType type, PatchedExport export)
    {
        var method = DispatchSignature.DeclareOverride(export.Woven, export.DispatchMethod.Name, new TypeImporter(version.Module,
            _importer.ValueTypes), out _);
        version.Methods.Add(method);
        _slots.Host(export.Inherited!, type.Type, method);
        DispatchSubclass.Hide(method.Module, method);
        _copies.Adapt(method, export);
    }

    private void AddCastAnswer(TypeDefinition version, PatchedExport export)
    {
        var method = DispatchSignature.DeclareOverride(export.Woven, export.DispatchMethod.Name, new TypeImporter(version.Module,
            _importer.ValueTypes), out var references);
        version.Methods.Add(method);
        _waiting.Add(export, new DeclaredBody(method, references));
        DispatchSubclass.Hide(method.Module, method);
    }

    // Objects of types that the patch does not know may have relied on the deployed body.
    private void AddAbstract(TypeDefinition version, PatchedExport export, MethodDefinition source, BaselineClassEmitter baselines)
    {
        var deployed = baselines.AddOverride(version, export);
        deployed.Name = $"<{deployed.Name}>deployed";
        deployed.Attributes = MethodAttributes.Private | MethodAttributes.HideBySig;
        var method = DispatchSignature.DeclareOverride(source, export.DispatchMethod.Name, _importer, out _);
        version.Methods.Add(method);
        _slots.Host(source, method, deployed);
        DispatchSubclass.Hide(method.Module, method);
    }

    // ldarg…; call static body; (constructors: ldc.i4.1;) ret
    private void Forward(MethodDefinition method, MethodDefinition source)
    {
        DispatchSubclass.LoadArguments(method);
        var body = _bodies.FindOrDeclare(source);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, body.Over([.. method.GenericParameters])));
        if (source.IsConstructor)
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldc_I4_1));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        DispatchSubclass.Hide(method.Module, method);
    }
}
