using System.Reflection;
using System.Reflection.Emit;
using HotWeave.Preparing;
using Xunit;

namespace HotWeave.Runtime.Tests.Preparing;

public sealed class ILOperandsTests
{
    [Fact]
    public void Knows_the_operand_of_every_instruction_that_the_framework_knows()
    {
        var known = typeof(OpCodes).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (OpCode)f.GetValue(null)!)
            .Where(o => o.OpCodeType != OpCodeType.Nternal)
            .ToDictionary(o => (ushort)o.Value);
        for (var value = 0; value <= 0xFF; value++)
        {
            Assert.Equal((value, Expected(known, (ushort)value)), (value, ILOperands.Of((byte)value)));
            Assert.Equal((value, Expected(known, (ushort)(0xFE00 | value))), (value, ILOperands.OfPrefixed((byte)value)));
        }
    }

    private static char Expected(Dictionary<ushort, OpCode> known, ushort value) => !known.TryGetValue(value, out var opcode) ? '?' : opcode.OperandType switch
    {
        OperandType.InlineNone => '-',
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => '1',
        OperandType.InlineVar => '2',
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR => '4',
        OperandType.InlineI8 or OperandType.InlineR => '8',
        OperandType.InlineSwitch => 'S',
        _ => 'T',
    };
}
