using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Tells where the address of a variable is taken only to ask its value, as <c>number.ToString()</c> does.</summary>
internal static class AskedAddress
{
    /// <summary>Whether nothing can change the variable whose address an instruction loads.</summary>
    public static bool Is(Instruction address) =>
        address.Next is { OpCode.Code: Code.Call, Operand: MethodReference { HasThis: true } called } && UnchangingTypes.Contains(called.DeclaringType);
}
