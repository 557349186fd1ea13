using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>What the calls of one body are made on, by the order in which compilers emit them. Instructions are named by index.</summary>
internal sealed class CallSources(FlowGraph flow)
{
    /// <summary>The method that an instruction calls; null where it calls none.</summary>
    public MethodReference? FindCalled(int at) => flow.Code[at].OpCode.Code is Code.Call or Code.Callvirt ? (MethodReference)flow.Code[at].Operand : null;

    /// <summary>The call that made what a <c>GetResult</c> waits for: what is awaited, GetAwaiter, the suspension and GetResult stand in this order.</summary>
    public int? FindAwaited(int getResult)
    {
        var at = getResult - 1;
        while (at >= 0 && FindCalled(at)?.Name != "GetAwaiter")
            at--;
        return FindMade(at);
    }

    /// <summary>The method that gave the sequence through which the enumerator's step at <paramref name="step"/> goes; null where no call did.</summary>
    public MethodReference? FindSequence(int step)
    {
        // Loops nest: the enumerator is that of the variable on which the step is called.
        var variable = step > 0 ? FindVariable(flow.Code[step - 1]) : null;
        int? nearest = null;
        for (var at = step - 1; at >= 0; at--)
        {
            if (FindCalled(at)?.Name is not ("GetEnumerator" or "GetAsyncEnumerator"))
                continue;
            nearest ??= at;
            if (variable is not null && FindVariable(flow.Code[at].Next) is { } stored && stored.Equals(variable))
                return FindMade(at) is { } made ? FindCalled(made) : null;
        }

        return nearest is { } found && FindMade(found) is { } source ? FindCalled(source) : null;
    }

    // The call before, past those that hand on what they are called on, step by step.
    private int? FindMade(int at)
    {
        while (--at >= 0)
        {
            if (FindCalled(at) is { } called && !HandsOn(called))
                return at;
        }

        return null;
    }

    /// <summary>Whether a call hands on the sequence, or the task, that it is made on, step by step.</summary>
    public static bool HandsOn(MethodReference called) =>
        called.Name is "ConfigureAwait" or "AsTask" or "WithCancellation" or "ToBlockingEnumerable"
        || (called.DeclaringType.FullName is "System.Linq.Enumerable" or "System.Linq.AsyncEnumerable"
            && called.Name is "Where" or "Select" or "SelectMany" or "Skip" or "SkipWhile" or "OfType" or "Cast" or "Chunk" or "Distinct" or "DistinctBy" or "Index" or "Prepend" or "Concat" or "AsEnumerable");

    // Compilers keep enumerators in variables, or in fields of state machines.
    private static object? FindVariable(Instruction? instruction) => instruction?.OpCode.Code switch
    {
        Code.Ldfld or Code.Ldflda or Code.Stfld => ((FieldReference)instruction.Operand).Name,
        Code.Ldloc or Code.Ldloc_S or Code.Ldloca or Code.Ldloca_S or Code.Stloc or Code.Stloc_S => ((VariableDefinition)instruction.Operand).Index,
        >= Code.Ldloc_0 and <= Code.Ldloc_3 => instruction.OpCode.Code - Code.Ldloc_0,
        >= Code.Stloc_0 and <= Code.Stloc_3 => instruction.OpCode.Code - Code.Stloc_0,
        _ => null,
    };
}
