using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>Tells the methods that do nothing but read or write one field, which the JIT makes one instruction of.</summary>
internal static class FieldAccessors
{
    /// <summary>
    /// Whether <paramref name="method"/> is one: <c>ldarg.0; ldfld F; ret</c>, <c>ldarg.0; ldarg.1; stfld F; ret</c>, <c>ldsfld F; ret</c>,
    /// <c>ldarg.0; stsfld F; ret</c>, also of a volatile field.
    /// </summary>
    public static bool IsOne(MethodDefinition method)
    {
        var code = method.Body.Instructions;
        var arguments = 0;
        while (arguments < code.Count && IsArgument(code[arguments], arguments))
            arguments++;
        var at = arguments;
        if (at < code.Count && code[at].OpCode.Code == Code.Volatile)
            at++;
        return at == code.Count - 2
            && code[at + 1].OpCode.Code == Code.Ret
            && code[at].OpCode.Code switch
            {
                Code.Ldsfld => arguments == 0,
                Code.Ldfld or Code.Stsfld => arguments == 1,
                Code.Stfld => arguments == 2,
                _ => false,
            };
    }

    private static bool IsArgument(Instruction instruction, int index) =>
        instruction.OpCode.Code == (index == 0 ? Code.Ldarg_0 : Code.Ldarg_1);
}
