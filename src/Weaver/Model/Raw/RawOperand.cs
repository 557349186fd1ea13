using System.Reflection;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>What follows the bytes of an operation code (ECMA-335 III.1.9).</summary>
internal enum RawOperand : byte
{
    Unknown,
    None,
    OneByte,
    TwoBytes,
    FourBytes,
    EightBytes,
    ShortBranch,
    Branch,
    Switch,
    Member,
    Text,
    Signature,
    ShortArgument,
    Argument,
    ShortVariable,
    Variable,
}

/// <summary>
/// What the operands of all operation codes are, and how long instructions are: by their byte, and 256 further on by the byte behind
/// <c>FE</c>.
/// </summary>
internal static class RawOperands
{
    public const int Ldtoken = 0xD0;
    public const int Ldftn = 0x106;
    public const int Ldvirtftn = 0x107;

    /// <summary>What follows the code.</summary>
    public static readonly RawOperand[] Kinds = MakeKinds();

    /// <summary>The bytes of an instruction, its code included; of a switch, those up to its targets.</summary>
    public static readonly byte[] Lengths = [.. Kinds.Select(static (k, i) => (byte)((i >> 8) + 1 + SizeOf(k)))];

    private static RawOperand[] MakeKinds()
    {
        var kinds = new RawOperand[512];
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null);
            kinds[((code.Size - 1) << 8) + code.Op2] = KindOf(code.OperandType);
        }

        return kinds;
    }

    private static int SizeOf(RawOperand operand) => operand switch
    {
        RawOperand.None => 0,
        RawOperand.OneByte or RawOperand.ShortBranch or RawOperand.ShortArgument or RawOperand.ShortVariable => 1,
        RawOperand.TwoBytes or RawOperand.Argument or RawOperand.Variable => 2,
        RawOperand.EightBytes => 8,
        _ => 4,
    };

    private static RawOperand KindOf(OperandType type) => type switch
    {
        OperandType.InlineNone => RawOperand.None,
        OperandType.ShortInlineI => RawOperand.OneByte,
        OperandType.InlineI or OperandType.ShortInlineR => RawOperand.FourBytes,
        OperandType.InlineI8 or OperandType.InlineR => RawOperand.EightBytes,
        OperandType.ShortInlineBrTarget => RawOperand.ShortBranch,
        OperandType.InlineBrTarget => RawOperand.Branch,
        OperandType.InlineSwitch => RawOperand.Switch,
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok => RawOperand.Member,
        OperandType.InlineString => RawOperand.Text,
        OperandType.InlineSig => RawOperand.Signature,
        OperandType.ShortInlineArg => RawOperand.ShortArgument,
        OperandType.InlineArg => RawOperand.Argument,
        OperandType.ShortInlineVar => RawOperand.ShortVariable,
        OperandType.InlineVar => RawOperand.Variable,
        _ => RawOperand.Unknown,
    };
}
