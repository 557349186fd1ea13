using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>
/// How compilers keep the delegate of a lambda, or of a static method, that captures nothing: made at the first use, and taken from a field from then on.
/// </summary>
// ldsfld cache; dup; brtrue.s have; pop; {ldsfld <>9 | ldnull}; ldftn M; newobj; dup; stsfld cache; have:
internal static class LambdaPattern
{
    private const int Length = 9;

    /// <summary>The instructions that make the delegate, and what comes after the pattern; null where none begins here.</summary>
    public static (IReadOnlyList<Instruction> Code, Instruction? Next)? Find(Instruction first)
    {
        if (first is not { OpCode.Code: Code.Ldsfld, Operand: FieldReference cache } || !GeneratedCode.HasGeneratedName(cache.DeclaringType.GetElementType()))
            return null;
        var row = new List<Instruction> { first };
        while (row.Count < Length && row[row.Count - 1].Next is { } next)
            row.Add(next);
        var isPattern = row.Count == Length
            && row[1].OpCode.Code == Code.Dup
            && row[2].OpCode.Code is Code.Brtrue or Code.Brtrue_S
            && row[3].OpCode.Code == Code.Pop
            && row[4].OpCode.Code is Code.Ldsfld or Code.Ldnull
            && row[5].OpCode.Code == Code.Ldftn
            && row[6].OpCode.Code == Code.Newobj
            && row[7].OpCode.Code == Code.Dup
            && row[8] is { OpCode.Code: Code.Stsfld, Operand: FieldReference stored } && stored.Name == cache.Name
            && row[2].Operand == row[8].Next;
        return isPattern ? ([row[4], row[5], row[6]], row[8].Next) : null;
    }

    /// <summary>Whether a branch is the one of such a pattern.</summary>
    public static bool IsCacheBranch(Instruction branch) => branch.Previous?.Previous is { } first && Find(first) is not null;
}
