using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

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

    /// <summary>Copies of the prefixes that an access of a field has.</summary>
    public static IReadOnlyList<Instruction> CopyPrefixes(Instruction access)
    {
        var prefixes = new List<Instruction>();
        for (var prefix = access.Previous; prefix?.OpCode.OpCodeType == OpCodeType.Prefix; prefix = prefix.Previous)
            prefixes.Insert(0, prefix.Operand is byte number ? Instruction.Create(prefix.OpCode, number) : Instruction.Create(prefix.OpCode));
        return prefixes;
    }

    /// <summary>
    /// Takes <c>tail.</c> from what is no call that the method returns by any more (ECMA-335 III.2.4): what stands for it is more than a call.
    /// </summary>
    public static void DropMisplacedTails(MethodBody body)
    {
        foreach (var prefix in body.Instructions.Where(static i => i.OpCode.Code == Code.Tail))
        {
            if (Find(prefix) is { OpCode.Code: Code.Call or Code.Callvirt or Code.Calli, Next.OpCode.Code: Code.Ret })
                continue;
            // Changed in place: branches to it stay.
            prefix.OpCode = OpCodes.Nop;
        }
    }
}
