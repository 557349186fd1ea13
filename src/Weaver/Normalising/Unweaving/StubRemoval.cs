using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>Takes the stub off a body that stands in place.</summary>
internal static class StubRemoval
{
    /// <summary>Removes all instructions before <paramref name="first"/>, and their symbols.</summary>
    public static void RemoveUpTo(MethodDefinition method, Instruction first)
    {
        var editor = ILEditor.Open(method);
        var symbols = method.DebugInformation;
        foreach (var point in symbols.SequencePoints.Where(p => p.Offset < first.Offset).ToList())
            symbols.SequencePoints.Remove(point);
        if (symbols.Scope is not null)
            symbols.Scope.Start = new InstructionOffset(first);
        editor.RemoveBefore(first);
    }
}
