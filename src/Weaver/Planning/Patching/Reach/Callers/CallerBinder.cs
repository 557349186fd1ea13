using HotWeave.Weaver.Analysis.Patching.Resources;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Callers;

/// <summary>
/// Calls whose answer depends on which assembly or object the calling code belongs to. Where the framework can be told which assembly is
/// meant, it is told the deployed
/// one; the others are remarked on.
/// </summary>
internal sealed class CallerBinder(MethodDefinition source, PatchUniverse universe, IReachNeeds needs)
{
    /// <summary>What stands for a call of a method from outside; null where the call is copied.</summary>
    /// <param name="original">The instruction.</param>
    /// <param name="reference">The method it names.</param>
    public IdentityBinding? Bind(Instruction original, MethodReference reference)
    {
        if (reference is { Name: "MemberwiseClone", DeclaringType.FullName: "System.Object" }
            && original.OpCode.Code is Code.Call or Code.Callvirt)
            return universe.WovenOf(source.DeclaringType) is null ? null
                : new IdentityBinding(IdentityKind.Clone, ReadableName.Describe(reference), null);
        if (universe.BringsResources && ResourceCalls.LookUp(original))
            return new IdentityBinding(IdentityKind.Resource, ReadableName.Describe(reference), null);
        if (original.OpCode.Code == Code.Call && universe.FindDeployedType(source.Module) is { } deployed
            && BindTo(reference, deployed) is { } binding)
            return binding;
        if (CallerSensitiveMethods.LookAtCaller(reference) || universe.Callers.AreAskedBy(reference))
            Note(reference);
        return null;
    }

    /// <summary>Remarks on a call of a deployed method whose deployed body looks at its caller.</summary>
    public void Check(MethodReference reference, MethodDefinition callee)
    {
        if (universe.OldOf(callee) is { } old && CallerSensitiveMethods.AskForCaller(old))
            Note(reference);
    }

    /// <summary>
    /// What stands for the token of a type that the patch brings where code asks only for its assembly, which is the deployed one for the
    /// code's author:
    /// <c>ldtoken T; call Type::GetTypeFromHandle; callvirt Type::get_Assembly</c>.
    /// </summary>
    public IdentityBinding? BindToken(Instruction original, TypeReference type) =>
        original is { OpCode.Code: Code.Ldtoken, Next: { OpCode.Code: Code.Call, Operand: MethodReference { Name: "GetTypeFromHandle" },
            Next.Operand: MethodReference asked } }
        && CallerSensitiveMethods.IsAssemblyOfType(asked)
        && universe.Find(type.GetElementType()) is { } definition && universe.WovenOf(definition) is null
        && universe.FindDeployedType(definition.Module) is { } deployed
            ? new IdentityBinding(IdentityKind.Type, "the assembly of " + type.FullName, deployed)
            : null;

    private IdentityBinding? BindTo(MethodReference reference, TypeDefinition deployed)
    {
        if (CallerSensitiveMethods.HaveOriginal(reference))
            return new IdentityBinding(IdentityKind.Caller, ReadableName.Describe(reference), deployed);
        if (CallerSensitiveMethods.IsExecutingAssembly(reference))
            return new IdentityBinding(IdentityKind.Assembly, ReadableName.Describe(reference), deployed);
        return CallerSensitiveMethods.IsCurrentMethod(reference) && universe.WovenOf(source.DeclaringType) is not null
            && universe.FindWoven(source) is { } woven
            ? new IdentityBinding(IdentityKind.Method, ReadableName.Describe(reference), woven)
            : null;
    }

    private void Note(MethodReference reference) => needs.Note(EditDiagnostics.CallerSensitive, source, ReadableName.Describe(reference));
}
