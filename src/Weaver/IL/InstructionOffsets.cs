using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>Makes the offsets in a body and in its debug information true again, so that they can be looked up.</summary>
internal static class InstructionOffsets
{
    /// <summary>
    /// Ties scopes that end with the method to its end (Cecil leaves the old code size there, which is wrong once the method
    /// grows), then numbers the instructions. Call before a body is edited, and before offsets are read.
    /// </summary>
    public static void Settle(MethodDefinition method)
    {
        var body = method.Body;
        if (method.DebugInformation.Scope is { } scope)
            TieEnd(scope, body.Instructions);
        Number(body);
    }

    /// <summary>Numbers the instructions of <paramref name="body"/> and returns the code size.</summary>
    public static int Number(MethodBody body)
    {
        var offset = 0;
        foreach (var instruction in body.Instructions)
        {
            instruction.Offset = offset;
            offset += instruction.GetSize();
        }

        return offset;
    }

    private static void TieEnd(ScopeDebugInformation scope, IList<Instruction> instructions)
    {
        if (!scope.End.IsEndOfMethod && (instructions.Count == 0 || scope.End.Offset > instructions[instructions.Count - 1].Offset))
            scope.End = default;
        foreach (var nested in scope.Scopes)
            TieEnd(nested, instructions);
    }
}
