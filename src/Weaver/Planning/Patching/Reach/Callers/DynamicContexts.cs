using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Callers;

/// <summary>
/// The type whose code a dynamic operation is, by which C#'s binder decides what it may see. One that the patch adds could not see what is
/// internal in the deployed assembly, while
/// deployed types see what is internal in the patch: a deployed one takes its place, unless the operation names a member that only the type
/// itself may see.
/// </summary>
internal sealed class DynamicContexts(MethodDefinition source, PatchUniverse universe, IReachNeeds needs)
{
    /// <summary>What stands for the token of the type of a dynamic operation; null for all other instructions.</summary>
    public IdentityBinding? Bind(Instruction original, TypeReference type)
    {
        if (original.OpCode.Code != Code.Ldtoken || FindBinder(original) is null
            || universe.Find(type.GetElementType()) is not { } definition || universe.WovenOf(definition) is not null
            || universe.FindDeployedType(definition.Module) is not { } deployed)
            return null;
        if (NameBefore(original) is not { } name || !MayBeOwn(definition, name))
            return new IdentityBinding(IdentityKind.Type, "dynamic code of " + type.FullName, deployed);
        needs.Note(EditDiagnostics.DynamicOnOwn, source, name);
        return null;
    }

    // ldtoken 'context'; call Type::GetTypeFromHandle; ('the array of CSharpArgumentInfo';) call Binder::'operation'
    private static MethodReference? FindBinder(Instruction token)
    {
        if (token.Next is not { OpCode.Code: Code.Call, Operand: MethodReference { Name: "GetTypeFromHandle" } })
            return null;
        for (var next = token.Next.Next; next is not null; next = next.Next)
        {
            if (next.Operand is MethodReference { DeclaringType.FullName: "Microsoft.CSharp.RuntimeBinder.Binder" } binder)
                return binder;
            if (next.OpCode.Code == Code.Ldtoken || next.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call)
                || next.Operand is MethodReference { DeclaringType.FullName: not "Microsoft.CSharp.RuntimeBinder.CSharpArgumentInfo" })
                return null;
        }

        return null;
    }

    // ldc.i4 flags; ldstr name; ('type arguments';) ldtoken 'context'
    private static string? NameBefore(Instruction token)
    {
        for (var before = token.Previous; before is not null && before.OpCode.FlowControl is FlowControl.Next or FlowControl.Call; before
            = before.Previous)
        {
            if (before.OpCode.Code == Code.Ldstr)
                return (string)before.Operand;
            if (before.Operand is FieldReference || before.Operand is MethodReference { Name: not "GetTypeFromHandle" })
                return null;
        }

        return null;
    }

    private static bool MayBeOwn(TypeDefinition type, string name)
    {
        for (var outer = type; outer is not null; outer = outer.DeclaringType)
        {
            if (outer.Methods.Any(m => IsOwn(m.IsPublic || m.IsAssembly, m.Name)) || outer.Fields.Any(f => IsOwn(f.IsPublic
                || f.IsAssembly, f.Name)))
                return true;
        }

        return false;

        bool IsOwn(bool isSeen, string member) => !isSeen && (member == name || member == "get_" + name || member == "set_" + name);
    }
}
