using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>Takes out of bodies with a waiting loop that their runs are counted.</summary>
internal static class LoopCountRemoval
{
    /// <summary>Whether a module counts the runs of any loop.</summary>
    public static bool IsIn(ModuleDefinition module) =>
        module.TryGetTypeReference("HotWeave.Runtime." + LoopReferences.Count, out _) || module.TryGetTypeReference("HotWeave.Runtime." + LoopReferences.Run, out _);

    /// <summary>
    /// Takes it out of <paramref name="method"/>, whose stub is gone already; one that counts nothing stays as it is, which it says.
    /// </summary>
    public static bool Remove(MethodDefinition method)
    {
        if (!method.HasBody)
            return false;
        var code = method.Body.Instructions;
        for (var i = 0; i < code.Count; i++)
        {
            if (LoopReferences.IsCall(code[i], LoopReferences.Count, "Enter"))
            {
                Unwrap(method, code[i + 2]);
                return true;
            }

            if (LoopReferences.IsCall(code[i], LoopReferences.Run, "Step"))
            {
                TakeSteps(method, code[i + 1]);
                return true;
            }

            // A disposal ends the run first of all.
            if (LoopReferences.IsCall(code[i], LoopReferences.Run, "End"))
            {
                StubRemoval.RemoveUpTo(method, code[i + 1]);
                return true;
            }
        }

        return false;
    }

    private static void Unwrap(MethodDefinition method, Instruction first)
    {
        StubRemoval.RemoveUpTo(method, first);
        var body = method.Body;
        var code = body.Instructions;
        var handlers = body.ExceptionHandlers;
        var region = handlers[handlers.Count - 1];
        handlers.RemoveAt(handlers.Count - 1);
        var returns = method.ReturnType.MetadataType != MetadataType.Void;
        var editor = ILEditor.Open(method);
        foreach (var leave in code.Where(i => i.OpCode.Code is Code.Leave or Code.Leave_S && i.Operand == region.HandlerEnd).ToList())
        {
            var exit = returns ? leave.Previous : leave;
            if (returns)
                editor.Remove(leave);
            exit.OpCode = OpCodes.Ret;
            exit.Operand = null;
        }

        foreach (var handler in handlers.Where(h => h.HandlerEnd == region.HandlerStart))
            handler.HandlerEnd = null;
        editor.RemoveAfter(region.HandlerStart.Previous);
        for (var variables = returns ? 2 : 1; variables > 0; variables--)
            body.Variables.RemoveAt(body.Variables.Count - 1);
    }

    private static void TakeSteps(MethodDefinition method, Instruction first)
    {
        var uncaught = AsyncCatch.WithoutCatch(method);
        StubRemoval.RemoveUpTo(method, first);
        var editor = ILEditor.Open(method);
        foreach (var end in method.Body.Instructions.Where(static i => LoopReferences.IsCall(i, LoopReferences.Run, "End")).ToList())
        {
            editor.Remove(end.Previous.Previous);
            editor.Remove(end.Previous);
            editor.Remove(end);
        }

        foreach (var answer in method.Body.Instructions.Where(static i => LoopReferences.IsCall(i, LoopReferences.Run, "Answer")).ToList())
        {
            var exit = answer.Previous.Previous;
            exit.OpCode = OpCodes.Ret;
            editor.Remove(answer.Previous);
            editor.Remove(answer.Next);
            editor.Remove(answer);
        }

        AsyncCatch.SetNoCatch(uncaught);
        var fields = method.DeclaringType.Fields;
        fields.Remove(fields.First(static f => f.Name == GeneratedName.Run));
    }
}
