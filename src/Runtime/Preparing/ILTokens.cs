using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>Reads the tokens out of a body's instructions.</summary>
internal static class ILTokens
{
    private const byte Prefix = 0xFE;

    /// <exception cref="BadImageFormatException">The bytes are no instructions, or end within one.</exception>
    internal static void Read(BlobReader il, List<ILToken> tokens)
    {
        tokens.Clear();
        while (il.RemainingBytes > 0)
        {
            var offset = il.Offset;
            var opcode = il.ReadByte();
            var operand = opcode == Prefix ? ILOperands.OfPrefixed(il.ReadByte()) : ILOperands.Of(opcode);
            if (operand == 'T')
                tokens.Add(new ILToken(offset, il.ReadInt32()));
            else
                Skip(ref il, operand, offset);
        }
    }

    private static void Skip(ref BlobReader il, char operand, int offset)
    {
        long length = operand switch
        {
            '-' => 0,
            '1' => 1,
            '2' => 2,
            '4' => 4,
            '8' => 8,
            'S' => 4L * il.ReadUInt32(),
            _ => throw new BadImageFormatException($"there is no instruction at IL_{offset:x4}"),
        };
        if (length > il.RemainingBytes)
            throw new BadImageFormatException($"the instruction at IL_{offset:x4} goes beyond the body's end");
        il.Offset += (int)length;
    }
}
