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
        foreach (var step in value.Steps)
        {
            var others = inner(step.Source)(step.Code, body) ?? [new InstructionCopy(step.Source.Body, body, references).Copy(step.Code)];
            foreach (var instruction in others)
                body.Instructions.Add(instruction);
        }

        body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }
}
