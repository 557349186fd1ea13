using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Loops;

/// <summary>Has an iterator count its run, from its first step to its end, be that its own or its disposal.</summary>
internal static class IteratorSteps
{
    /// <summary>
    /// Adds the field for the run, and returns what is to stand first, as in <see cref="LoopSteps"/>. At each return, whose answer says
    /// whether there is another value: <c>ldarg.0; ldflda run; call LoopRun::Answer; ret</c>.
    /// </summary>
    public static List<Instruction> Add(MethodDefinition step, string name, ILEditor editor)
    {
        var run = new RunField(step.DeclaringType);
        // Changed in place: branches to it stay.
        foreach (var exit in step.Body.Instructions.Where(static i => i.OpCode.Code == Code.Ret).ToList())
        {
            exit.OpCode = OpCodes.Ldarg_0;
            editor.InsertAfter(exit, [.. run.Answer(), Instruction.Create(OpCodes.Ret)]);
        }

        return [.. run.Step(step, name)];
    }

    /// <summary>Has the iterator's disposal end its run, first of all: <c>ldarg.0; ldflda run; call LoopRun::End</c>.</summary>
    public static void EndAtDisposal(MethodDefinition disposal) =>
        ILEditor.Open(disposal).Prepend([.. new RunField(disposal.DeclaringType).End()]);
}
