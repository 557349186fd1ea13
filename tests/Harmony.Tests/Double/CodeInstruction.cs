using System.Reflection.Emit;

namespace HarmonyLib;

public class CodeInstruction(OpCode opcode, object? operand = null)
{
    public OpCode opcode = opcode;
    public object? operand = operand;
    public List<Label> labels = [];
    public List<ExceptionBlock> blocks = [];
}

public enum ExceptionBlockType
{
    BeginExceptionBlock,
    BeginCatchBlock,
    BeginExceptFilterBlock,
    BeginFaultBlock,
    BeginFinallyBlock,
    EndExceptionBlock,
}

public class ExceptionBlock(ExceptionBlockType blockType, Type? catchType = null)
{
    public ExceptionBlockType blockType = blockType;
    public Type? catchType = catchType;
}
