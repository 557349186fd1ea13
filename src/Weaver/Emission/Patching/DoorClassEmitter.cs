using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Makes door classes: each method asks the runtime which version its caller belongs to, and calls that one.</summary>
internal sealed class DoorClassEmitter
{
    private readonly ModuleDefinition _target;
    private readonly TypeImporter _importer;
    private readonly SelfCopyAdapter _copies;

    public DoorClassEmitter(TypeImporter importer)
    {
        _target = importer.Target;
        _importer = importer;
        _copies = new SelfCopyAdapter(importer);
    }

    public TypeDefinition Emit(ReplacedType type)
    {
        var door = DispatchSubclass.Declare(_target, type, "Door");
        foreach (var export in type.Exports)
            door.Methods.Add(Override(export, door.BaseType));
        return door;
    }

    // ldarg.0; call Dispatch::Resolve; castclass D; ldarg…; callvirt D::M; ret
    private MethodDefinition Override(PatchedExport export, TypeReference dispatchClass)
    {
        var method = _copies.DeclareOverride(export);
        var runtime = export.DispatchMethod.DeclaringType.BaseType;
        var resolve = new MethodReference("Resolve", _target.ImportReference(runtime), _target.ImportReference(runtime)) { HasThis = true };
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Call, resolve));
        code.Add(Instruction.Create(OpCodes.Castclass, dispatchClass));
        DispatchSubclass.LoadArguments(method);
        var same = new ReferenceRewriter(_importer, GenericMap.Empty).Method(export.Stub.DispatchMethod);
        code.Add(Instruction.Create(OpCodes.Callvirt, Instantiate(same, method)));
        code.Add(Instruction.Create(OpCodes.Ret));
        return method;
    }

    private static MethodReference Instantiate(MethodReference dispatch, MethodDefinition caller)
    {
        if (!caller.HasGenericParameters)
            return dispatch;
        var instance = new GenericInstanceMethod(dispatch);
        foreach (var parameter in caller.GenericParameters)
            instance.GenericArguments.Add(parameter);
        return instance;
    }
}
