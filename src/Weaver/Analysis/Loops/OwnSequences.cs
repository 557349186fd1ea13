using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>How sequences end that iterators of the same module make: a loop over one that goes on goes on with it.</summary>
/// <param name="within">The bodies whose loops are being looked for, lest iterators that go through each other are looked at for ever.</param>
internal sealed class OwnSequences(IReadOnlyCollection<MethodDefinition> within)
{
    /// <summary>How a loop over what a method returns ends; null where nothing is known of it.</summary>
    public LoopEnd? FindEnd(MethodReference source)
    {
        if (FindStep(source, 3) is not { HasBody: true } step || within.Contains(step))
            return null;
        List<WaitingLoop> loops = [.. WaitingLoops.Find(step, [.. within, step]).Where(static l => l.IsOpenEnded)];
        if (loops.Count == 0)
            return null;
        return loops.Exists(static l => l is { Kind: LoopKind.Waiting, CanReturn: false }) ? LoopEnd.Ended : LoopEnd.Awaited;
    }

    /// <summary>Whether an iterator of the same module makes the sequence that a method returns.</summary>
    public static bool IsOwn(MethodReference source) => FindStep(source, 3) is { HasBody: true };

    // Methods that hand on what another one makes are followed.
    private static MethodDefinition? FindStep(MethodReference source, int steps)
    {
        if (steps == 0 || source.DeclaringType.GetElementType() is not TypeDefinition || source.Resolve() is not { HasBody: true } own)
            return null;
        if (StateMachines.FindType(own) is { } machine)
            return FindStep(machine);
        var made = own.Body.Instructions[own.Body.Instructions.Count - 1] is { OpCode.Code: Code.Ret } end ? end.Previous : null;
        return made?.OpCode.Code switch
        {
            Code.Newobj when ((MethodReference)made.Operand).DeclaringType.GetElementType() is TypeDefinition type && GeneratedCode.IsStateMachine(type) => FindStep(type),
            Code.Call or Code.Callvirt => FindStep((MethodReference)made.Operand, steps - 1),
            _ => null,
        };
    }

    private static MethodDefinition? FindStep(TypeDefinition machine) => machine.Methods.FirstOrDefault(static m => m.Name is "MoveNext" or "GenerateNext");
}
