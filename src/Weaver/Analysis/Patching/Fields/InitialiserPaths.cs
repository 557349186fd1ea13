using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// The path under which generated code is named that an instruction leads to: that of its body, or in a constructor that of the field which the instruction initialises. So a field
/// that is put before others does not move their lambdas.
/// </summary>
internal static class InitialiserPaths
{
    public static IEnumerable<(Instruction Instruction, string Path)> FindIn(MethodDefinition method, string path)
    {
        var code = method.Body.Instructions;
        if (!method.IsConstructor || !code.Any(LeadsToCode) || InitialiserReader.Read(method) is not { Count: > 0 } initialisers)
        {
            foreach (var instruction in code)
                yield return (instruction, path);
            yield break;
        }

        var next = 0;
        for (var i = 0; i < code.Count; i++)
        {
            while (next < initialisers.Count && initialisers[next].Last < i)
                next++;
            yield return (code[i], next < initialisers.Count && initialisers[next].First <= i ? path + "/" + FieldRenames.Spelling(initialisers[next].Field.Name) : path);
        }
    }

    private static bool LeadsToCode(Instruction instruction) => instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn or Code.Newobj;
}
