using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives a method the code of a derived value: <c>…; ret</c></summary>
internal static class DerivedValueEmitter
{
    /// <param name="value">The code.</param>
    /// <param name="target">A static method whose argument 0 is the object; it returns the field's type.</param>
    /// <param name="references">Takes references to the target's context.</param>
    /// <param name="inner">What stands in the patch for single instructions of a method.</param>
    public static void Emit(DerivedValue value, MethodDefinition target, ReferenceRewriter references, Func<MethodDefinition, InstructionReplacement> inner)
    {
        var body = target.Body;
        var places = new Dictionary<DerivedStep, Instruction>();
        var branches = new List<(Instruction Branch, DerivedStep Target)>();
        foreach (var step in value.Steps)
        {
            var others = step.IsDefault
                ? Default(step, body, references)
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
    private static IReadOnlyList<Instruction> Default(DerivedStep step, MethodBody body, ReferenceRewriter references)
    {
        var variable = new VariableDefinition(references.Type((TypeReference)step.Code.Operand));
        body.Variables.Add(variable);
        body.InitLocals = true;
        return [Instruction.Create(OpCodes.Ldloca, variable), Instruction.Create(OpCodes.Initobj, variable.VariableType), Instruction.Create(OpCodes.Ldloc, variable)];
    }
}
