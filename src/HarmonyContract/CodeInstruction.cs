using System.Reflection.Emit;

namespace HarmonyLib;

public class CodeInstruction
{
    public OpCode opcode;
    public object? operand;
    public List<Label> labels = [];

    public CodeInstruction(OpCode opcode, object? operand = null) => throw new NotSupportedException();
}
