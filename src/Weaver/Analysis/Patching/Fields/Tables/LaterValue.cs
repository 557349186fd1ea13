using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What a field of type <c>Lazy</c> holds is what its lambda computes once: the lambda is a part of the value, and not only code that runs
/// whenever it is called.
/// </summary>
internal static class LaterValue
{
    /// <summary>What the lambdas of an initialiser do, where the value is computed later; else nothing.</summary>
    public static string Describe(Initialiser initialiser, RowText text) => !Is(initialiser.Field.FieldType) ? "" : string.Join("\n", initialiser.Instructions
        .Where(static i => i.OpCode.Code == Code.Ldftn).Select(static i => i.Operand).OfType<MethodDefinition>().Where(static m => m.HasBody)
        .Select(m => text.Write(m, m.Body.Instructions)));

    /// <summary>Whether values of a type are computed later, and once.</summary>
    public static bool Is(TypeReference type) => type is GenericInstanceType { ElementType.FullName: "System.Lazy`1" };
}
