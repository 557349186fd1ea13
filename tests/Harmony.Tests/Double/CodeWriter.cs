using System.Reflection;
using System.Reflection.Emit;

namespace HarmonyLib;

/// <summary>Writes instructions; each return as a branch to the end, where postfixes follow.</summary>
internal static class CodeWriter
{
    public static void Write(CodeInstruction instruction, ILGenerator generator, Label end)
    {
        instruction.labels.ForEach(generator.MarkLabel);
        foreach (var block in instruction.blocks.Where(static b => b.blockType != ExceptionBlockType.EndExceptionBlock))
            Begin(block, generator);
        // The generator leaves regions by itself where they end.
        if (instruction.opcode == OpCodes.Ret)
            generator.Emit(OpCodes.Br, end);
        else if (instruction.opcode != OpCodes.Endfinally && instruction.opcode != OpCodes.Endfilter)
            Emit(generator, instruction.opcode, instruction.operand);
        foreach (var _ in instruction.blocks.Where(static b => b.blockType == ExceptionBlockType.EndExceptionBlock))
            generator.EndExceptionBlock();
    }

    private static void Begin(ExceptionBlock block, ILGenerator generator)
    {
        switch (block.blockType)
        {
            case ExceptionBlockType.BeginExceptionBlock:
                generator.BeginExceptionBlock();
                break;
            case ExceptionBlockType.BeginCatchBlock:
                generator.BeginCatchBlock(block.catchType!);
                break;
            case ExceptionBlockType.BeginExceptFilterBlock:
                generator.BeginExceptFilterBlock();
                break;
            case ExceptionBlockType.BeginFaultBlock:
                generator.BeginFaultBlock();
                break;
            default:
                generator.BeginFinallyBlock();
                break;
        }
    }

    private static void Emit(ILGenerator generator, OpCode code, object? operand)
    {
        switch (operand)
        {
            case null: generator.Emit(code); break;
            case Label label: generator.Emit(code, label); break;
            case Label[] labels: generator.Emit(code, labels); break;
            case LocalBuilder local: generator.Emit(code, local); break;
            case ConstructorInfo constructor: generator.Emit(code, constructor); break;
            case MethodInfo method: generator.Emit(code, method); break;
            case FieldInfo field: generator.Emit(code, field); break;
            case Type type: generator.Emit(code, type); break;
            case string text: generator.Emit(code, text); break;
            case sbyte number: generator.Emit(code, number); break;
            case byte number: generator.Emit(code, number); break;
            case short number: generator.Emit(code, number); break;
            case int number: generator.Emit(code, number); break;
            case long number: generator.Emit(code, number); break;
            case float number: generator.Emit(code, number); break;
            case double number: generator.Emit(code, number); break;
            default: throw new NotSupportedException($"{code} {operand}");
        }
    }
}
