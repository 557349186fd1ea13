using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>Prefixes and the instructions that they belong to (ECMA-335 III.2).</summary>
internal static class PrefixedInstruction
{
    /// <summary>The instruction that a prefix belongs to, other prefixes skipped; null where the body ends before it.</summary>
    public static Instruction? Find(Instruction prefix)
    {
        Instruction? at = prefix;
        while (at?.OpCode.OpCodeType == OpCodeType.Prefix)
            at = at.Next;
        return at;
    }

    /// <summary>The prefix of one kind that an instruction has; null where it has none.</summary>
    public static Instruction? FindPrefix(Instruction instruction, Code code)
    {
        for (var prefix = instruction.Previous; prefix?.OpCode.OpCodeType == OpCodeType.Prefix; prefix = prefix.Previous)
        {
            if (prefix.OpCode.Code == code)
                return prefix;
        }

        return null;
    }

    /// <summary>The type that <c>constrained.</c> names before a call; null where the call has no such prefix.</summary>
    public static TypeReference? FindConstraint(Instruction call) => (TypeReference?)FindPrefix(call, Code.Constrained)?.Operand;
}
