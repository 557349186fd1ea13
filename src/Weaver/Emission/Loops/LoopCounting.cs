using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Emission.Loops;

/// <summary>
/// Has a body with a loop that may run for long count its runs: a state machine from its first step to its end (<see cref="LoopSteps"/>,
/// <see cref="IteratorSteps"/>), any other body from its entry to its exit.
/// </summary>
internal static class LoopCounting
{
    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;

    /// <summary>Whether the runs of <paramref name="body"/> can be counted: not where it must not stand in a protected region.</summary>
    public static bool Applies(MethodDefinition body) =>
        body is { HasBody: true, IsConstructor: false }
        && (body.ImplAttributes & RuntimeAsync) == 0
        && !body.Body.Instructions.Any(static i => i.OpCode.Code is Code.Tail or Code.Jmp
            || LoopReferences.IsCall(i, LoopReferences.Count, "Enter") || LoopReferences.IsCall(i, LoopReferences.Run, "Step"));

    /// <summary>Has <paramref name="body"/>, which must apply, count its runs as those of <paramref name="name"/>.</summary>
    public static void Add(MethodDefinition body, string name)
    {
        var editor = ILEditor.Open(body);
        var uncaught = AsyncCatch.WithoutCatch(body);
        var code = IteratorMachine.FindDisposal(body) is not null ? IteratorSteps.Add(body, name, editor)
            : LoopSteps.Ends(body) is { Count: > 0 } ends ? LoopSteps.Add(body, name, ends, editor)
            : Wrap(body, name, editor);
        editor.Prepend(code);
        AsyncCatch.SetNoCatch(uncaught);
        var points = body.DebugInformation.SequencePoints;
        if (points.Count > 0)
            points.Insert(0, new SequencePoint(code[0], points[0].Document) { StartLine = 0xfeefee, EndLine = 0xfeefee });
    }

    //   ldtoken T; ldstr name; call LoopCount::Enter; stloc count
    //   .try     { the body, with (stloc result;) leave end for ret }
    //   finally  { ldloc count; callvirt LoopCount::Leave; endfinally }
    //   end: (ldloc result;) ret
    private static List<Instruction> Wrap(MethodDefinition method, string name, ILEditor editor)
    {
        var module = method.Module;
        var type = LoopReferences.Type(module, LoopReferences.Count);
        var body = method.Body;
        var code = body.Instructions;
        var count = new VariableDefinition(type);
        var result = method.ReturnType.MetadataType == MetadataType.Void ? null : new VariableDefinition(SignatureType.Plain(method.ReturnType));
        body.Variables.Add(count);
        if (result is not null)
            body.Variables.Add(result);

        var first = code[0];
        var end = result is null ? Instruction.Create(OpCodes.Ret) : Instruction.Create(OpCodes.Ldloc, result);
        LeaveAtReturns(code, result, end, editor);
        var leave = Instruction.Create(OpCodes.Ldloc, count);
        code.Add(leave);
        code.Add(Instruction.Create(OpCodes.Callvirt, new MethodReference("Leave", module.TypeSystem.Void, type) { HasThis = true }));
        code.Add(Instruction.Create(OpCodes.Endfinally));
        code.Add(end);
        if (result is not null)
            code.Add(Instruction.Create(OpCodes.Ret));
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = first, TryEnd = leave, HandlerStart = leave, HandlerEnd = end });
        // One that ended with the body ends with the region now, and not with the method.
        foreach (var handler in body.ExceptionHandlers)
            handler.HandlerEnd ??= leave;
        return
        [
            .. LoopReferences.Identity(method, name),
            Instruction.Create(OpCodes.Call, LoopReferences.Static(type, "Enter", type, LoopReferences.Handle(module), module.TypeSystem.String)),
            Instruction.Create(OpCodes.Stloc, count),
        ];
    }

    // Changed in place: branches to it stay.
    private static void LeaveAtReturns(Collection<Instruction> code, VariableDefinition? result, Instruction end, ILEditor editor)
    {
        foreach (var exit in code.Where(static i => i.OpCode.Code == Code.Ret).ToList())
        {
            exit.OpCode = result is null ? OpCodes.Leave : OpCodes.Stloc;
            exit.Operand = result is null ? end : result;
            if (result is not null)
                editor.InsertAfter(exit, Instruction.Create(OpCodes.Leave, end));
        }
    }
}
