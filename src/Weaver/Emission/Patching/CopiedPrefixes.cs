using HotWeave.Weaver.Model;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Prefixes in copied bodies (ECMA-335 III.2).</summary>
internal static class CopiedPrefixes
{
    /// <summary>Copies of the prefixes that an access of a field has.</summary>
    public static IReadOnlyList<Instruction> CopyOf(Instruction access)
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
            if (PrefixedInstruction.Find(prefix) is { OpCode.Code: Code.Call or Code.Callvirt or Code.Calli, Next.OpCode.Code: Code.Ret })
                continue;
            // Changed in place: branches to it stay.
            prefix.OpCode = OpCodes.Nop;
        }
    }
}
