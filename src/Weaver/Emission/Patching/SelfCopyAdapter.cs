using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Answers stubs that hand over a copy of a struct: an override that takes the copy calls what was made for its address, and says what
/// that left of it. What it throws is caught, since the stub
/// first has to take over what was written before.
/// </summary>
internal sealed class SelfCopyAdapter(TypeImporter importer)
{
    private readonly WorkedCopies _copies = new(importer.Target);

    /// <summary>Puts an override in front of <paramref name="made"/>, which overrides the dispatch method as if its stub handed over the
    /// address, where the stub hands over a copy.</summary>
    public void Adapt(MethodDefinition made, PatchedExport export)
    {
        if (export.Stub.Self is not { } copy)
            return;
        made.Attributes = MethodAttributes.Private | MethodAttributes.HideBySig;
        made.Overrides.Clear();
        var method = DeclareOverride(export);
        made.DeclaringType.Methods.Add(method);
        DispatchSubclass.Hide(method.Module, method);
        if (export.Stub.Kind == ExportKind.Constructor)
            CallAndReturnNew(method, made);
        else if (copy.ComesBack)
            CallAndReturnCopy(method, made, (GenericInstanceType)method.ReturnType);
        else
            Call(method, made);
    }

    /// <summary>An override of an export's dispatch method, without a body yet, with the shape that its stub calls.</summary>
    public MethodDefinition DeclareOverride(PatchedExport export)
    {
        var method = DispatchSignature.DeclareOverride(export.Woven, export.DispatchMethod.Name, importer, out _);
        if (export.Stub.Self is { } copy)
            SelfCopyShape.Apply(method, copy, export.Stub.Kind == ExportKind.Constructor, _copies);
        return method;
    }

    // ldarg.0; ldarga self; ldarg…; call M; ret
    private static void Call(MethodDefinition method, MethodDefinition made)
    {
        AddCall(method, made, Instruction.Create(OpCodes.Ldarga, method.Parameters[0]));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    // ldarg.0; ldloca copy; ldflda Self; ldarg…; call M; (pop;) ldloc copy; ret
    private static void CallAndReturnNew(MethodDefinition method, MethodDefinition made)
    {
        var copy = new VariableDefinition(method.ReturnType);
        method.Body.Variables.Add(copy);
        // A constructor begins with a struct whose fields are empty.
        method.Body.InitLocals = true;
        AddCall(
            method, made, Instruction.Create(OpCodes.Ldloca, copy), Instruction.Create(OpCodes.Ldflda, WorkedCopies.Self((GenericInstanceType)method.ReturnType)));
        var code = method.Body.Instructions;
        if (made.ReturnType.MetadataType != MetadataType.Void)
            code.Add(Instruction.Create(OpCodes.Pop));
        code.Add(Instruction.Create(OpCodes.Ldloc, copy));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // .try { (ldloca copy;) ldarg.0; ldarga self; ldarg…; call M; (stfld Result;) leave end }
    // catch Exception { stloc thrown; ldloca copy; ldloc thrown; stfld Thrown; leave end }
    // end: ldloca copy; ldarg self; stfld Self; ldloc copy; ret
    private void CallAndReturnCopy(MethodDefinition method, MethodDefinition made, GenericInstanceType type)
    {
        var body = method.Body;
        var code = body.Instructions;
        var copy = new VariableDefinition(type);
        var thrown = new VariableDefinition(_copies.ExceptionType);
        body.Variables.Add(copy);
        body.Variables.Add(thrown);
        // The copy begins with nothing thrown.
        body.InitLocals = true;
        var hasResult = type.GenericArguments.Count > 1;
        if (hasResult)
            code.Add(Instruction.Create(OpCodes.Ldloca, copy));
        AddCall(method, made, Instruction.Create(OpCodes.Ldarga, method.Parameters[0]));
        if (hasResult)
            code.Add(Instruction.Create(OpCodes.Stfld, WorkedCopies.Result(type)));
        var end = Instruction.Create(OpCodes.Ldloca, copy);
        code.Add(Instruction.Create(OpCodes.Leave, end));
        var handler = Instruction.Create(OpCodes.Stloc, thrown);
        code.Add(handler);
        code.Add(Instruction.Create(OpCodes.Ldloca, copy));
        code.Add(Instruction.Create(OpCodes.Ldloc, thrown));
        code.Add(Instruction.Create(OpCodes.Stfld, _copies.Thrown(type)));
        code.Add(Instruction.Create(OpCodes.Leave, end));
        code.Add(end);
        code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[0]));
        code.Add(Instruction.Create(OpCodes.Stfld, WorkedCopies.Self(type)));
        code.Add(Instruction.Create(OpCodes.Ldloc, copy));
        code.Add(Instruction.Create(OpCodes.Ret));
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
        {
            CatchType = _copies.ExceptionType, TryStart = code[0], TryEnd = handler, HandlerStart = handler, HandlerEnd = end,
        });
    }

    private static void AddCall(MethodDefinition method, MethodDefinition made, params Instruction[] loadAddress)
    {
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        foreach (var instruction in loadAddress)
            code.Add(instruction);
        foreach (var parameter in method.Parameters.Skip(loadAddress[0].Operand is ParameterDefinition ? 1 : 0))
            code.Add(Instruction.Create(OpCodes.Ldarg, parameter));
        code.Add(Instruction.Create(OpCodes.Call, made.Over([.. method.GenericParameters])));
    }
}
