using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>Whether instructions name members; only what has the member's name is resolved.</summary>
internal static class NamedOperand
{
    public static bool Names(Instruction instruction, MethodDefinition method) => instruction.Operand is MethodReference named && Is(named, method);

    public static bool Names(Instruction instruction, FieldDefinition field) =>
        instruction.Operand is FieldReference named && named.Name == field.Name && named.Resolve() == field;

    public static bool Is(MethodReference named, MethodDefinition method) => named.Name == method.Name && named.Resolve() == method;
}
