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

    /// <summary>Takes it out of <paramref name="method"/>, whose stub is gone already; one that counts nothing stays as it is, which it says.</summary>
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
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].OpCode.Code is not (Code.Leave or Code.Leave_S) || code[i].Operand != region.HandlerEnd)
                continue;
            if (returns)
                code.RemoveAt(i--);
            code[i].OpCode = OpCodes.Ret;
            code[i].Operand = null;
        }

        foreach (var handler in handlers.Where(h => h.HandlerEnd == region.HandlerStart))
            handler.HandlerEnd = null;
        while (code[code.Count - 1] != region.HandlerStart)
            code.RemoveAt(code.Count - 1);
        code.RemoveAt(code.Count - 1);
        for (var variables = returns ? 2 : 1; variables > 0; variables--)
            body.Variables.RemoveAt(body.Variables.Count - 1);
    }

    private static void TakeSteps(MethodDefinition method, Instruction first)
    {
        var uncaught = AsyncCatch.WithoutCatch(method);
        StubRemoval.RemoveUpTo(method, first);
        var code = method.Body.Instructions;
        for (var i = 2; i < code.Count; i++)
        {
            if (!LoopReferences.IsCall(code[i], LoopReferences.Run, "End"))
                continue;
            for (var part = 0; part < 3; part++)
                code.RemoveAt(i - 2);
            i -= 3;
        }

        AsyncCatch.SetNoCatch(uncaught);
        var fields = method.DeclaringType.Fields;
        fields.Remove(fields.First(static f => f.Name == GeneratedName.Run));
    }
}
