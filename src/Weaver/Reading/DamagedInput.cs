using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Cecil trusts the metadata that it reads: damage shows as whatever exception the bytes happen to cause. This touches
/// everything once, so that all of it happens in the reading stage, and names what counts as damage.
/// </summary>
internal static class DamagedInput
{
    /// <summary>Whether the exception, thrown while a file was being read, means that the file is damaged.</summary>
    public static bool IsSignOf(Exception exception) =>
        exception is BadImageFormatException or ArgumentException or InvalidOperationException or NotSupportedException or IndexOutOfRangeException
            or NullReferenceException or InvalidCastException or ArithmeticException or IOException or OutOfMemoryException or FormatException
            or KeyNotFoundException or NotImplementedException or InvalidDataException or ResolutionException
        && exception is not AssemblyResolutionException;

    /// <summary>Reads every type, member and body of <paramref name="module"/>.</summary>
    public static void ReadAll(ModuleDefinition module)
    {
        foreach (var type in module.GetTypes())
        {
            _ = type.BaseType;
            _ = type.Interfaces.Count + type.GenericParameters.Count + type.CustomAttributes.Count;
            foreach (var field in type.Fields)
                _ = field.FieldType;
            foreach (var method in type.Methods)
                Read(method);
        }
    }

    private static void Read(MethodDefinition method)
    {
        _ = method.ReturnType;
        _ = method.Parameters.Count + method.GenericParameters.Count + method.CustomAttributes.Count;
        if (!method.HasBody)
            return;
        var end = 0;
        foreach (var instruction in method.Body.Instructions)
        {
            end = instruction.Offset + instruction.GetSize();
            if (instruction.Operand is null && instruction.OpCode.OperandType != OperandType.InlineNone)
                throw new BadImageFormatException($"{method.FullName} has an operand that leads nowhere at IL_{instruction.Offset:x4}");
        }

        if (end != method.Body.CodeSize)
            throw new BadImageFormatException($"{method.FullName} ends within an instruction");
    }
}
