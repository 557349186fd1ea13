using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Homes;

/// <summary>Makes the versions of what earlier patches added: each method calls the body that this patch has of the same member.</summary>
internal sealed class HolderVersionEmitter(ModuleDefinition target, PatchMembers members, TypeImporter importer)
{
    public TypeDefinition Emit(ReplacedType holder, BaselineClassEmitter baselines)
    {
        var version = DispatchSubclass.Declare(target, holder, "Version");
        foreach (var export in holder.Exports)
        {
            if (export.New is null)
                baselines.AddOverride(version, export);
            else
                Forward(version, export, export.New);
        }

        return version;
    }

    // ldarg…; call body; ret
    private void Forward(TypeDefinition version, PatchedExport export, MethodDefinition source)
    {
        var method = DispatchSignature.DeclareOverride(source, export.DispatchMethod.Name, importer, out _);
        version.Methods.Add(method);
        var kind = AddedMark.Read(export.Woven)!.Kind;
        DelegateHomes.LoadArguments(method, kind);
        var body = kind == HomeKind.Virtual ? members.Slots.FindOrDeclare(source) : members.Bodies.FindOrDeclare(source);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, body.Over([.. method.GenericParameters])));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        DispatchSubclass.Hide(target, method);
    }
}
