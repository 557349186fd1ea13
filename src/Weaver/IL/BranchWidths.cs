using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>Gives branches that do not reach their target in one byte their long form. Cecil would cut the distance off.</summary>
internal static class BranchWidths
{
    private static readonly Dictionary<Code, OpCode> LongForms = new()
    {
        [Code.Br_S] = OpCodes.Br,
        [Code.Brfalse_S] = OpCodes.Brfalse,
        [Code.Brtrue_S] = OpCodes.Brtrue,
        [Code.Beq_S] = OpCodes.Beq,
        [Code.Bge_S] = OpCodes.Bge,
        [Code.Bgt_S] = OpCodes.Bgt,
        [Code.Ble_S] = OpCodes.Ble,
        [Code.Blt_S] = OpCodes.Blt,
        [Code.Bne_Un_S] = OpCodes.Bne_Un,
        [Code.Bge_Un_S] = OpCodes.Bge_Un,
        [Code.Bgt_Un_S] = OpCodes.Bgt_Un,
        [Code.Ble_Un_S] = OpCodes.Ble_Un,
        [Code.Blt_Un_S] = OpCodes.Blt_Un,
        [Code.Leave_S] = OpCodes.Leave,
    };

    /// <summary>Widens what must be widened; widening one branch may push another out of reach, so until nothing changes.</summary>
    public static void Widen(MethodBody body)
    {
        bool changed;
        do
        {
            changed = false;
            InstructionOffsets.Number(body);
            foreach (var instruction in body.Instructions)
            {
                if (instruction.OpCode.OperandType != OperandType.ShortInlineBrTarget || Reaches(instruction))
                    continue;
                instruction.OpCode = LongForms[instruction.OpCode.Code];
                changed = true;
            }
        }
        while (changed);
    }

    private static bool Reaches(Instruction branch)
    {
        var distance = ((Instruction)branch.Operand).Offset - (branch.Offset + branch.GetSize());
        return distance is >= sbyte.MinValue and <= sbyte.MaxValue;
    }
}
