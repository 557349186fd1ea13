using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Calls whose answer depends on which assembly or object the calling code belongs to. Where the framework can be told which assembly is meant, it is told the deployed
/// one; the others are reported.
/// </summary>
internal sealed class CallerSensitiveCalls(MethodDefinition source, ReferenceRewriter references, PatchUniverse universe, PatchedCode code)
{
    /// <summary>What stands for a call of a method from outside; null where the call is copied.</summary>
    /// <param name="original">The instruction.</param>
    /// <param name="reference">The method it names.</param>
    /// <param name="target">The body that is made.</param>
    public IReadOnlyList<Instruction>? Replace(Instruction original, MethodReference reference, MethodBody target)
    {
        if (reference is { Name: "MemberwiseClone", DeclaringType.FullName: "System.Object" } && original.OpCode.Code is Code.Call or Code.Callvirt)
        {
            var own = source.DeclaringType;
            return code.AfterClone(
                Instruction.Create(original.OpCode, references.Method(reference)), own, [.. own.GenericParameters.Select(references.Type)]);
        }

        if (original.OpCode.Code == Code.Call && universe.FindDeployedType(source.Module) is { } deployed)
        {
            if (CallerSensitiveMethods.HaveOriginal(reference))
                return Original(reference, deployed, target);
            if (CallerSensitiveMethods.IsExecutingAssembly(reference))
                return Assembly(reference, deployed);
            if (CallerSensitiveMethods.IsCurrentMethod(reference) && universe.WovenOf(source.DeclaringType) is not null && universe.FindWoven(source) is { } woven)
                return CurrentMethod(reference, woven);
        }

        if (CallerSensitiveMethods.LookAtCaller(reference) || universe.Callers.AreAskedBy(reference))
            ReportCaller(reference);
        return null;
    }

    /// <summary>Reports a call of a deployed method whose deployed body looks at its caller.</summary>
    public void Check(MethodReference reference, MethodDefinition callee)
    {
        if (universe.OldOf(callee) is { } old && CallerSensitiveMethods.AskForCaller(old))
            ReportCaller(reference);
    }

    /// <summary>
    /// What stands for the token of a type that the patch brings where code asks only for its assembly, which is the deployed one for the code's author:
    /// <c>ldtoken T; call Type::GetTypeFromHandle; callvirt Type::get_Assembly</c>.
    /// </summary>
    public IReadOnlyList<Instruction>? ReplaceToken(Instruction original, TypeReference type) =>
        original is { OpCode.Code: Code.Ldtoken, Next: { OpCode.Code: Code.Call, Operand: MethodReference { Name: "GetTypeFromHandle" }, Next.Operand: MethodReference asked } }
        && CallerSensitiveMethods.IsAssemblyOfType(asked)
        && universe.Find(type.GetElementType()) is { } definition && universe.WovenOf(definition) is null
        && universe.FindDeployedType(definition.Module) is { } deployed
            ? [Instruction.Create(OpCodes.Ldtoken, references.Type(deployed))]
            : null;

    // ldtoken 'deployed type'; ldtoken 'type of the patch'; call OriginalCaller::'the same name'
    private IReadOnlyList<Instruction> Original(MethodReference reference, TypeDefinition deployed, MethodBody target)
    {
        var module = references.Target;
        var handle = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        var helper = new TypeReference("HotWeave.Runtime", "OriginalCaller", module, RuntimeReferences.AssemblyOf(module));
        var parameters = reference.Parameters.Select(p => references.Type(p.ParameterType)).Append(handle).Append(handle);
        return
        [
            Instruction.Create(OpCodes.Ldtoken, references.Type(deployed)),
            Instruction.Create(OpCodes.Ldtoken, target.Method.DeclaringType),
            Instruction.Create(OpCodes.Call, module.CoreMethod(helper, reference.Name, false, references.Type(reference.ReturnType), [.. parameters])),
        ];
    }

    // ldtoken 'deployed type'; call Type::GetTypeFromHandle; callvirt Type::get_Assembly
    private IReadOnlyList<Instruction> Assembly(MethodReference reference, TypeDefinition deployed)
    {
        var module = references.Target;
        return
        [
            Instruction.Create(OpCodes.Ldtoken, references.Type(deployed)),
            Instruction.Create(OpCodes.Call, module.TypeFromHandle()),
            Instruction.Create(OpCodes.Callvirt, module.CoreMethod(module.Core("System", "Type"), "get_Assembly", true, references.Type(reference.ReturnType))),
        ];
    }

    // ldtoken 'deployed method'; ldtoken 'its type'; call MethodBase::GetMethodFromHandle        generic ones open, as MethodBase::GetCurrentMethod gives them
    private IReadOnlyList<Instruction> CurrentMethod(MethodReference reference, MethodDefinition woven)
    {
        var module = references.Target;
        var method = module.Core("System", "RuntimeMethodHandle", isValueType: true);
        var type = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        return
        [
            Instruction.Create(OpCodes.Ldtoken, module.ImportReference(woven)),
            Instruction.Create(OpCodes.Ldtoken, references.Type(source.DeclaringType)),
            Instruction.Create(OpCodes.Call, module.CoreMethod(references.Type(reference.DeclaringType), "GetMethodFromHandle", false, references.Type(reference.ReturnType), method, type)),
        ];
    }

    private void ReportCaller(MethodReference reference) => code.Report(EditDiagnostics.CallerSensitive, source, ReadableName.Of(reference));
}
