using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Tells whether anybody could notice when an initialiser runs: constants, empty objects of other assemblies and delegates can be made at any time; calls and own
/// objects perhaps not.
/// </summary>
internal static class InitialiserEffects
{
    public static bool Has(Initialiser initialiser) => initialiser.Instructions.Any(HasEffects);

    private static bool HasEffects(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Call or Code.Callvirt or Code.Calli => instruction.Operand is not MethodReference { DeclaringType.Name: "Array" or "RuntimeHelpers" },
        Code.Newobj => ((MethodReference)instruction.Operand).DeclaringType.GetElementType() is TypeDefinition,
        _ => false,
    };
}
