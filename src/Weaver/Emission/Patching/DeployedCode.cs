using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives a method of a patch the deployed body of an export: a body in place is copied without its stub; a moved one is called
/// where it is.</summary>
internal static class DeployedCode
{
    /// <param name="method">The method, shaped: static, or with the dispatch object before what the export takes.</param>
    /// <param name="export">The export.</param>
    /// <param name="references">Takes references of the woven module to the method's context.</param>
    public static void Write(MethodDefinition method, PatchedExport export, ReferenceRewriter references)
    {
        if (export.Stub.Kind == ExportKind.Moved)
            CallMoved(method, export, references);
        else
            CopyInPlace(method, export, references);
    }

    // ldarg…; call T::<M>body; ret
    private static void CallMoved(MethodDefinition method, PatchedExport export, ReferenceRewriter references)
    {
        DispatchSubclass.LoadArguments(method);
        var call = export.Stub.Home.Body.Instructions.Skip(export.Stub.BodyIndex).First(static i => i.OpCode.Code == Code.Call);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, references.Method((MethodReference)call.Operand)));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    private static void CopyInPlace(MethodDefinition method, PatchedExport export, ReferenceRewriter references)
    {
        var home = export.Stub.Home;
        var map = new BodyCloner(references, method.HasThis ? ArgumentShift.MakeReplacement(home) : null).Clone(home, method);
        StubRemoval.RemoveUpTo(method, map[home.Body.Instructions[export.Stub.BodyIndex]]);
    }
}
