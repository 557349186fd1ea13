using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes baseline classes: the deployed bodies, for callers that belong to the baseline while another version is current. A body in place is
/// copied without its stub; a moved one is called where it is; constructors answer that the deployed body shall run.
/// </summary>
internal sealed class BaselineClassEmitter
{
    private readonly ModuleDefinition _target;
    private readonly TypeImporter _importer;
    private readonly SelfCopyAdapter _copies;

    public BaselineClassEmitter(TypeImporter importer)
    {
        _target = importer.Target;
        _importer = importer;
        _copies = new SelfCopyAdapter(importer);
    }

    public TypeDefinition Emit(ReplacedType type)
    {
        var baseline = DispatchSubclass.Declare(_target, type, "Baseline");
        foreach (var export in type.Exports)
            AddOverride(baseline, export);
        return baseline;
    }

    /// <summary>Adds what an export does in the baseline to a class that derives from its dispatch class.</summary>
    public MethodDefinition AddOverride(TypeDefinition owner, PatchedExport export)
    {
        var method = DispatchSignature.DeclareOverride(export.Stub.Home, export.DispatchMethod.Name, _importer, out var references);
        owner.Methods.Add(method);
        switch (export.Stub.Kind)
        {
            case ExportKind.Constructor when export.Stub.Self is not null:
                // What it makes is given back, so there is nothing on which the deployed constructor could still run.
                method.ReturnType = _target.TypeSystem.Void;
                DeployedCode.Write(method, export, references);
                break;
            case ExportKind.Constructor:
                // ldc.i4.0; ret
                method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldc_I4_0));
                method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
                break;
            default:
                DeployedCode.Write(method, export, references);
                break;
        }

        _copies.Adapt(method, export);
        return method;
    }
}
