using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Loops;

/// <summary>Has the step of an asynchronous state machine count the machine's run.</summary>
internal static class LoopSteps
{
    /// <summary>Where the state machine says that it has ended; none where <paramref name="body"/> is not the step of one.</summary>
    public static List<Instruction> Ends(MethodDefinition body) =>
        body.Name == "MoveNext" && body.HasThis && body.DeclaringType.Interfaces.Any(static i => i.InterfaceType.Name == "IAsyncStateMachine")
            ? [.. body.Body.Instructions.Where(IsEnd)]
            : [];

    /// <summary>
    /// Adds the field for the run, ends it at <paramref name="ends"/>, and returns what is to stand first:
    /// <c>ldarg.0; ldflda run; ldtoken T; ldstr name; call LoopRun::Step</c>. At an end: <c>ldarg.0; ldflda run; call LoopRun::End</c>.
    /// </summary>
    public static List<Instruction> Add(MethodDefinition body, string name, List<Instruction> ends, ILEditor editor)
    {
        var run = new RunField(body.DeclaringType);
        foreach (var at in ends)
            editor.InsertBefore(at, [.. run.End()]);
        return [.. run.Step(body, name)];
    }

    // Builders say so by these; that of iterators by Complete alone, since it yields by SetResult too, of something else.
    private static bool IsEnd(Instruction instruction) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt
        && instruction.Operand is MethodReference { Name: "SetResult" or "SetException" or "Complete" } called
        && called.DeclaringType.Name.Contains("Builder");
}
