using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>Puts a defect back into the code of the runtime or its agent.</summary>
internal sealed class DefectPlanter(ModuleDefinition module)
{
    internal void Plant(PlantedDefect defect)
    {
        switch (defect)
        {
            case PlantedDefect.EventDisposed:
                ReplaceCalls("HotWeave.Purging.OldUnits", "AskToEnd", "remove_Settled", nameof(PlantedCode.RemoveAndDispose));
                break;
            case PlantedDefect.ThreadRefusalThrown:
                CatchNothing(Find("HotWeave.Guarding.Guard", "TryStartThread").Single());
                break;
            case PlantedDefect.CancellationIgnored:
                Drop(Find("HotWeave.Turning.TurnRequest", "TurnQuiescent").Single(), "set_Cancellation");
                break;
            case PlantedDefect.FolderUnlocked:
                ReplaceCalls("HotWeave.Confirming.PatchFolder", "Write", "AcquireToWrite", nameof(PlantedCode.AcquireNothing));
                ReplaceCalls("HotWeave.Confirming.PatchFolder", "AcquireToRead", "AcquireToRead", nameof(PlantedCode.AcquireNothing));
                break;
            case PlantedDefect.NoteThrows:
                Throw(Find("HotWeave.Control.FailureNote", "TryWrite").Single(static m => m.Parameters.Count == 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(defect));
        }
    }

    private IEnumerable<MethodDefinition> Find(string type, string method) => module.GetType(type).Methods.Where(m => m.Name == method);

    private void ReplaceCalls(string type, string method, string called, string replacement)
    {
        var to = module.ImportReference(typeof(PlantedCode).GetMethod(replacement));
        foreach (var call in Calls(Find(type, method).Single(), called))
        {
            var reference = new MethodReference(to.Name, ((MethodReference)call.Operand).ReturnType, to.DeclaringType);
            foreach (var parameter in ((MethodReference)call.Operand).Parameters)
                reference.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
            call.Operand = reference;
        }
    }

    // The object and the value stay on the stack.
    private static void Drop(MethodDefinition method, string called)
    {
        foreach (var call in Calls(method, called))
        {
            (call.OpCode, call.Operand) = (OpCodes.Pop, null);
            method.Body.GetILProcessor().InsertAfter(call, Instruction.Create(OpCodes.Pop));
        }
    }

    private void Throw(MethodDefinition method)
    {
        var exception = module.ImportReference(typeof(IOException).GetConstructor([]));
        method.Body.ExceptionHandlers.Clear();
        method.Body.Instructions.Clear();
        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Newobj, exception);
        il.Emit(OpCodes.Throw);
    }

    // The filter answers no, whatever it was asked.
    private static void CatchNothing(MethodDefinition method)
    {
        var il = method.Body.GetILProcessor();
        foreach (var end in method.Body.Instructions.Where(static i => i.OpCode == OpCodes.Endfilter).ToList())
        {
            il.InsertBefore(end, il.Create(OpCodes.Pop));
            il.InsertBefore(end, il.Create(OpCodes.Ldc_I4_0));
        }
    }

    private static List<Instruction> Calls(MethodDefinition method, string called) =>
        method.Body.Instructions.Where(i => i.Operand is MethodReference m && m.Name == called).ToList() is { Count: > 0 } calls
            ? calls
            : throw new InvalidOperationException($"{method.FullName} does not call {called}.");
}
