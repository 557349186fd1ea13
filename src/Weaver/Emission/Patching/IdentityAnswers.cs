using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Answers, in one body, what code asks of who it is: the framework is told the deployed assembly, type or method.</summary>
internal sealed class IdentityAnswers(MethodDefinition source, ReferenceRewriter references, AddedFields fields)
{
    /// <summary>What stands for an instruction that asks.</summary>
    /// <param name="original">The instruction.</param>
    /// <param name="binding">Who answers.</param>
    /// <param name="target">The body that is made.</param>
    public IReadOnlyList<Instruction> Emit(Instruction original, IdentityBinding binding, MethodBody target) => binding.Kind switch
    {
        IdentityKind.Clone => Clone(original),
        IdentityKind.Caller => Original((MethodReference)original.Operand, (TypeDefinition)binding.Deployed!, target),
        IdentityKind.Assembly => Assembly((MethodReference)original.Operand, (TypeDefinition)binding.Deployed!),
        IdentityKind.Method => CurrentMethod((MethodReference)original.Operand, (MethodDefinition)binding.Deployed!),
        IdentityKind.Resource => Resource((MethodReference)original.Operand, target),
        _ => [Instruction.Create(OpCodes.Ldtoken, references.Type((TypeDefinition)binding.Deployed!))],
    };

    private IReadOnlyList<Instruction> Clone(Instruction original)
    {
        var own = source.DeclaringType;
        var call = Instruction.Create(original.OpCode, references.Method((MethodReference)original.Operand));
        return fields.AfterClone(call, own, [.. own.GenericParameters.Select(references.Type)]);
    }

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
            Instruction.Create(OpCodes.Call, module.CoreMethod(helper, reference.Name, false, references.Type(reference.ReturnType),
                [.. parameters])),
        ];
    }

    // ldtoken 'type of the patch'; call VersionResources::'the same name', the object first
    private IReadOnlyList<Instruction> Resource(MethodReference reference, MethodBody target)
    {
        var module = references.Target;
        var helper = new TypeReference("HotWeave.Runtime", "VersionResources", module, RuntimeReferences.AssemblyOf(module));
        var parameters = reference.Parameters.Select(p => references.Type(p.ParameterType)).Prepend(references.Type(reference.DeclaringType))
            .Append(module.Core("System", "RuntimeTypeHandle", isValueType: true));
        return
        [
            Instruction.Create(OpCodes.Ldtoken, target.Method.DeclaringType),
            Instruction.Create(OpCodes.Call, module.CoreMethod(helper, reference.Name, false, references.Type(reference.ReturnType),
                [.. parameters])),
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
            Instruction.Create(OpCodes.Callvirt, module.CoreMethod(module.Core("System", "Type"), "get_Assembly", true,
                references.Type(reference.ReturnType))),
        ];
    }

    // ldtoken 'deployed method'; ldtoken 'its type'; call MethodBase::GetMethodFromHandle
    // generic ones open, as MethodBase::GetCurrentMethod gives them
    private IReadOnlyList<Instruction> CurrentMethod(MethodReference reference, MethodDefinition woven)
    {
        var module = references.Target;
        var method = module.Core("System", "RuntimeMethodHandle", isValueType: true);
        var type = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        return
        [
            Instruction.Create(OpCodes.Ldtoken, module.ImportReference(woven)),
            Instruction.Create(OpCodes.Ldtoken, references.Type(source.DeclaringType)),
            Instruction.Create(OpCodes.Call, module.CoreMethod(references.Type(reference.DeclaringType), "GetMethodFromHandle", false,
                references.Type(reference.ReturnType), method, type)),
        ];
    }
}
