using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>Tells where the step of a state machine hands a value to whoever asked for it. Who asks again has it go on with what stands after that.</summary>
internal static class Yields
{
    /// <summary>Whether a body is the step of an iterator, which answers whether it has another value.</summary>
    // C#, Visual Basic: bool MoveNext(); F#: int GenerateNext(ref next), 1 for a value
    public static bool AreIn(MethodDefinition step) =>
        step is { Name: "MoveNext" or "GenerateNext", ReturnType.MetadataType: MetadataType.Boolean or MetadataType.Int32 } && GeneratedCode.IsStateMachine(step.DeclaringType);

    /// <summary>Whether an iterator's step yields by an instruction.</summary>
    // ldc.i4.1; (stloc r; leave END … END: ldloc r;) ret
    public static bool IsOfIterator(Instruction instruction, MethodBody body)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ret:
                return Before(instruction)?.OpCode.Code == Code.Ldc_I4_1;
            case Code.Leave or Code.Leave_S or Code.Br or Code.Br_S:
                var end = (Instruction?)instruction.Operand;
                while (end?.OpCode.Code == Code.Nop)
                    end = end.Next;
                return end?.Next?.OpCode.Code == Code.Ret && Before(instruction) is { } store && Before(store)?.OpCode.Code == Code.Ldc_I4_1
                    && LongForm.Read(store, body) is ("stloc", int stored) && LongForm.Read(end, body) is ("ldloc", int loaded) && stored == loaded;
            default:
                return false;
        }
    }

    /// <summary>Whether the step of an asynchronous iterator yields by an instruction.</summary>
    // ldc.i4 -4 (or less); dup; stloc state; stfld <>1__state; leave
    public static bool IsOfAsynchronous(Instruction instruction)
    {
        if (instruction.OpCode.FlowControl != FlowControl.Branch)
            return false;
        return Before(instruction) is { OpCode.Code: Code.Stfld, Operand: FieldReference { Name: "<>1__state" }, Previous.Previous: { OpCode.Code: Code.Dup, Previous: { } state } }
            && state.Operand switch { sbyte value => value <= -4, int value => value <= -4, _ => false };
    }

    private static Instruction? Before(Instruction instruction)
    {
        var before = instruction.Previous;
        while (before?.OpCode.Code == Code.Nop)
            before = before.Previous;
        return before;
    }
}
