using HotWeave.Weaver.IL;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes version classes. A body without local callers stands in the override itself, so that a swapped call is one virtual call; others stand
/// in a static method, which the override and the local callers call.
/// </summary>
internal sealed class VersionClassEmitter
{
    private const MethodAttributes Renamed =
        MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.Virtual | MethodAttributes.NewSlot | MethodAttributes.Final;

    private readonly Holders _holders;
    private readonly PatchedCode _code;
    private readonly TypeImporter _importer;

    public VersionClassEmitter(Holders holders, PatchedCode code, TypeImporter importer)
    {
        _holders = holders;
        _code = code;
        _importer = importer;
    }

    public TypeDefinition Emit(ReplacedType type, BaselineClassEmitter baselines)
    {
        var version = _holders.Of(type.Type);
        DispatchSubclass.AddConstructor(version);
        foreach (var export in type.Exports)
        {
            if (_code.Slots.Casts.Applies(type, export))
                AddCastAnswer(version, type, export);
            else if (export.Inherited is not null)
                AddInherited(version, type, export);
            else if (export.New is null)
                baselines.AddOverride(version, export);
            else if (!export.New.HasBody)
                AddAbstract(version, export, export.New, baselines);
            else
                AddOverride(version, export, export.New);
        }

        return version;
    }

    private void AddOverride(TypeDefinition version, PatchedExport export, MethodDefinition source)
    {
        var method = DispatchSignature.DeclareOverride(source, export.DispatchMethod.Name, _importer, out var references);
        version.Methods.Add(method);
        if (_code.Slots.HasCases(source))
        {
            _code.Slots.Host(source, method);
            DispatchSubclass.Hide(method.Module, method);
            return;
        }

        if (source.IsConstructor || _code.NeedsStaticBody(source))
        {
            Forward(method, source);
            return;
        }

        // The frame of this method is what a stack trace shows, so it has the name a person gave it.
        if (source.Name != method.Name)
        {
            method.Attributes = Renamed;
            method.Overrides.Add(new ReferenceRewriter(new TypeImporter(version.Module, _importer.ValueTypes), Model.GenericMap.Empty).Method(export.Stub.DispatchMethod));
            method.Name = source.Name;
        }

        _code.Host(source, method, references);
    }

    private void AddInherited(TypeDefinition version, ReplacedType type, PatchedExport export)
    {
        var method = DispatchSignature.DeclareOverride(export.Woven, export.DispatchMethod.Name, new TypeImporter(version.Module, _importer.ValueTypes), out _);
        version.Methods.Add(method);
        _code.Slots.Host(export.Inherited!, type.Type, method);
        DispatchSubclass.Hide(method.Module, method);
    }

    private void AddCastAnswer(TypeDefinition version, ReplacedType type, PatchedExport export)
    {
        var method = DispatchSignature.DeclareOverride(export.Woven, export.DispatchMethod.Name, new TypeImporter(version.Module, _importer.ValueTypes), out _);
        version.Methods.Add(method);
        _code.Later(() => _code.Slots.Casts.Host(type, export, method));
        DispatchSubclass.Hide(method.Module, method);
    }

    // Objects of types that the patch does not know may have relied on the deployed body.
    private void AddAbstract(TypeDefinition version, PatchedExport export, MethodDefinition source, BaselineClassEmitter baselines)
    {
        var deployed = baselines.AddOverride(version, export);
        if (!_code.Slots.HasCases(source))
            return;
        deployed.Name = $"<{deployed.Name}>deployed";
        deployed.Attributes = MethodAttributes.Private | MethodAttributes.HideBySig;
        var method = DispatchSignature.DeclareOverride(source, export.DispatchMethod.Name, _importer, out _);
        version.Methods.Add(method);
        _code.Slots.Host(source, method, deployed);
        DispatchSubclass.Hide(method.Module, method);
    }

    // ldarg…; call static body; (constructors: ldc.i4.1;) ret
    private void Forward(MethodDefinition method, MethodDefinition source)
    {
        DispatchSubclass.LoadArguments(method);
        var body = _code.StaticBody(source);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, body.Over([.. method.GenericParameters])));
        if (source.IsConstructor)
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldc_I4_1));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        DispatchSubclass.Hide(method.Module, method);
    }
}
