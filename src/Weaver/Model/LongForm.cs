using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>Names an instruction by its long form (<c>ldarg.1</c> and <c>ldarg.s 1</c> are both <c>ldarg 1</c>), without changing it.</summary>
internal static class LongForm
{
    public static (string Name, object? Operand) Read(Instruction instruction, MethodBody body)
    {
        var name = instruction.OpCode.Name;
        switch (instruction.Operand)
        {
            case ParameterDefinition parameter:
                return (Trim(name), parameter == body.ThisParameter ? 0 : parameter.Index + (body.Method.HasThis ? 1 : 0));
            case VariableDefinition variable:
                return (Trim(name), variable.Index);
            case Instruction target:
                return (Trim(name), target);
            case sbyte value when instruction.OpCode.Code == Code.Ldc_I4_S:
                return ("ldc.i4", (int)value);
            case not null:
                return (name, instruction.Operand);
        }

        return instruction.OpCode.Code switch
        {
            >= Code.Ldarg_0 and <= Code.Ldarg_3 => ("ldarg", instruction.OpCode.Code - Code.Ldarg_0),
            >= Code.Ldloc_0 and <= Code.Ldloc_3 => ("ldloc", instruction.OpCode.Code - Code.Ldloc_0),
            >= Code.Stloc_0 and <= Code.Stloc_3 => ("stloc", instruction.OpCode.Code - Code.Stloc_0),
            >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8 => ("ldc.i4", instruction.OpCode.Code - Code.Ldc_I4_0),
            _ => (name, null),
        };
    }

    private static string Trim(string name) => name.EndsWith(".s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 2) : name;
}
