using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives a method the code of a derived value: <c>…; ret</c></summary>
/// <param name="state">The members of the runtime that it may call.</param>
/// <param name="references">Takes references to the method's context.</param>
internal sealed class DerivedValueEmitter(StateReferences state, ReferenceRewriter references)
{
    /// <param name="value">The code.</param>
    /// <param name="target">A static method whose argument 0 is the object; it returns the field's type.</param>
    /// <param name="inner">What stands in the patch for single instructions of a method.</param>
    public void Emit(DerivedValue value, MethodDefinition target, Func<MethodDefinition, InstructionReplacement> inner)
    {
        var body = target.Body;
        var places = new Dictionary<DerivedStep, Instruction>();
        var branches = new List<(Instruction Branch, DerivedStep Target)>();
        foreach (var step in value.Steps)
        {
            var others = step.IsDefault ? Default(step, body)
                : step.IsService ? Service(step, target.Module)
                : inner(step.Source)(step.Code, body) ?? [new InstructionCopy(step.Source.Body, body, references).Copy(step.Code)];
            if (step.Target is not null)
                branches.Add((others[others.Count - 1], step.Target));
            places.Add(step, others[0]);
            foreach (var instruction in others)
                body.Instructions.Add(instruction);
        }

        foreach (var (branch, to) in branches)
            branch.Operand = places[to];
        body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        BranchWidths.Widen(body);
    }

    // ldloca v; initobj T; ldloc v
    private IReadOnlyList<Instruction> Default(DerivedStep step, MethodBody body)
    {
        var variable = new VariableDefinition(references.Type((TypeReference)step.Code.Operand));
        body.Variables.Add(variable);
        body.InitLocals = true;
        return [Instruction.Create(OpCodes.Ldloca, variable), Instruction.Create(OpCodes.Initobj, variable.VariableType), Instruction.Create(OpCodes.Ldloc, variable)];
    }

    // ldtoken owner; call GetTypeFromHandle; ldtoken S; call GetTypeFromHandle; call ServiceValues::Get; castclass S
    private IReadOnlyList<Instruction> Service(DerivedStep step, ModuleDefinition module)
    {
        var (owner, service) = (references.Type(step.Source.DeclaringType), references.Type((TypeReference)step.Code.Operand));
        Need(owner, service, module);
        return
        [
            Instruction.Create(OpCodes.Ldtoken, owner),
            Instruction.Create(OpCodes.Call, module.TypeFromHandle()),
            Instruction.Create(OpCodes.Ldtoken, service),
            Instruction.Create(OpCodes.Call, module.TypeFromHandle()),
            Instruction.Create(OpCodes.Call, state.ServiceValue),
            Instruction.Create(OpCodes.Castclass, service),
        ];
    }

    // The process sees to it before it takes the patch.
    private void Need(TypeReference owner, TypeReference service, ModuleDefinition module)
    {
        var type = module.Core("System", "Type");
        var attribute = new CustomAttribute(state.ServiceNeed);
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(type, owner));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(type, service));
        var isThere = module.Assembly.CustomAttributes.Any(a => a.AttributeType.Name == "ServiceNeedAttribute"
            && a.ConstructorArguments.Zip(attribute.ConstructorArguments, static (x, y) => Name(x) == Name(y)).All(static same => same));
        if (!isThere)
            module.Assembly.CustomAttributes.Add(attribute);
    }

    private static string Name(CustomAttributeArgument argument) => ((TypeReference)argument.Value).FullName;
}
