using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>One instruction of a body.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Next">Where the next one begins.</param>
/// <param name="OpCode">Of two bytes: with 0xFE above the second.</param>
/// <param name="Operand">A token, a number of a local or argument, the distance of a branch, or how many a switch has.</param>
/// <param name="HasToken">Whether it is a token.</param>
internal readonly record struct ILInstruction(int Offset, int Next, int OpCode, int Operand, bool HasToken)
{
    private const int Prefix = 0xFE;

    /// <summary>Where a branch leads.</summary>
    internal int Target => Next + Operand;

    internal ILFlow Flow => OpCode switch
    {
        ILCode.BrShort or ILCode.Br => ILFlow.Branch,
        >= ILCode.BrfalseShort and <= ILCode.BltUnShort or >= ILCode.Brfalse and <= ILCode.Switch => ILFlow.Condition,
        ILCode.Leave or ILCode.LeaveShort => ILFlow.Leave,
        ILCode.Ret or ILCode.Jmp or ILCode.Throw or ILCode.Endfinally or ILCode.Endfilter or ILCode.Rethrow => ILFlow.End,
        _ => ILFlow.Next,
    };

    /// <exception cref="BadImageFormatException">It is none, or goes beyond the body's end.</exception>
    internal static ILInstruction Read(ref BlobReader il)
    {
        var offset = il.Offset;
        int opcode = il.ReadByte();
        if (opcode == Prefix)
            opcode = Prefix << 8 | il.ReadByte();
        var operand = opcode > byte.MaxValue ? ILOperands.OfPrefixed((byte)opcode) : ILOperands.Of((byte)opcode);
        var value = 0;
        long more = 0;
        switch (operand)
        {
            case '-':
                break;
            case '1':
                value = IsSigned(opcode) ? il.ReadSByte() : il.ReadByte();
                break;
            case '2':
                value = il.ReadUInt16();
                break;
            case '4' or 'T':
                value = il.ReadInt32();
                break;
            case '8':
                more = 8;
                break;
            case 'S':
                value = il.ReadInt32();
                more = 4L * (uint)value;
                break;
            default:
                throw new BadImageFormatException($"there is no instruction at IL_{offset:x4}");
        }

        if (more > il.RemainingBytes)
            throw new BadImageFormatException($"the instruction at IL_{offset:x4} goes beyond the body's end");
        il.Offset += (int)more;
        return new ILInstruction(offset, il.Offset, opcode, value, operand == 'T');
    }

    private static bool IsSigned(int opcode) => opcode is >= ILCode.BrShort and <= ILCode.BltUnShort or ILCode.LeaveShort;
}

/// <summary>Where control goes after an instruction.</summary>
internal enum ILFlow
{
    Next,
    Branch,
    Condition,
    Leave,
    End,
}
