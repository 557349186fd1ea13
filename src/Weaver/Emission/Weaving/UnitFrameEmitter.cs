using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>
/// Puts frames round unit methods, in the shapes that docs/formats.md gives and <see cref="UnitPattern"/> reads. What stood in the
/// method, its stub included, moves to a method that the frame calls: so the unit is entered before the slot is read.
/// </summary>
internal sealed class UnitFrameEmitter
{
    private readonly ModuleDefinition _module;
    private readonly RuntimeReferences _references;
    private readonly FrameReferences _frame;

    /// <summary>Makes an emitter.</summary>
    public UnitFrameEmitter(ModuleDefinition module, RuntimeReferences references)
    {
        _module = module;
        _references = references;
        _frame = new FrameReferences(module, references);
    }

    /// <summary>Gives <paramref name="method"/> its frame.</summary>
    public void Emit(MethodDefinition method, UnitPlan plan)
    {
        var document = method.DebugInformation.SequencePoints.FirstOrDefault()?.Document;
        var body = BodyMover.Declare(method, plan.UnitMethod);
        // The frame's method is hidden from stack traces, so what it calls must be there.
        body.NoInlining = true;
        body.AggressiveInlining = false;
        BodyMover.Move(method, body);
        if (!HiddenFrames.IsHidden(method))
            method.CustomAttributes.Add(new CustomAttribute(_references.StackTraceHiddenConstructor));

        method.DebugInformation.SequencePoints.Clear();
        method.DebugInformation.Scope = null;
        method.CustomDebugInformations.Clear();
        method.Body = new MethodBody(method) { InitLocals = true };
        var call = plan.CallMethod is { } name ? UnitCallEmitter.Add(method, body, name, _references) : null;
        if (plan.Shape == UnitShape.Stream)
            EmitStream(method, call!, plan.UnitName);
        else
            EmitFrame(method, body, call, plan);
        BranchWidths.Widen(method.Body);
        if (document is not null)
            method.DebugInformation.SequencePoints.Add(new SequencePoint(method.Body.Instructions[0], document) { StartLine = 0xfeefee, EndLine = 0xfeefee });
    }

    // ldstr name; ldnull; ldftn <M>call; newobj Func; <arguments>; call UnitFrame::Stream; ret
    private void EmitStream(MethodDefinition method, MethodDefinition call, string name)
    {
        var il = new ILWriter(method.Body);
        LoadCall(il, method, call, name);
        il.Write(OpCodes.Call, _frame.Deferred("Stream", method.ReturnType));
        il.Write(OpCodes.Ret);
    }

    //   ldstr name; ldloca frame; call UnitFrame::Enter            or TryEnter; brfalse wait
    //   .try     { ldarg…; call <M>unit; stloc result; (ldloca frame; ldloc result; call LeaveWith; (stloc result;)) leave end }
    //   filter   { ldloca frame; call Notice; endfilter } { pop; rethrow }      Notice says no: the exception passes as if nobody had looked
    //   finally  { ldloca frame; call Leave; endfinally }
    //   wait: ldstr name; ldnull; ldftn <M>call; newobj Func; <arguments>; call UnitFrame::Wait; ret
    //   end: ldloc result; ret
    private void EmitFrame(MethodDefinition method, MethodDefinition body, MethodDefinition? call, UnitPlan plan)
    {
        var code = method.Body;
        var il = new ILWriter(code);
        var frame = new VariableDefinition(_frame.Type);
        var result = method.ReturnType.MetadataType == MetadataType.Void ? null : new VariableDefinition(SignatureType.Plain(method.ReturnType));
        code.Variables.Add(frame);
        if (result is not null)
            code.Variables.Add(result);

        var end = result is null ? Instruction.Create(OpCodes.Ret) : Instruction.Create(OpCodes.Ldloc_1);
        var wait = call is null ? null : Instruction.Create(OpCodes.Ldstr, plan.UnitName);
        il.Write(OpCodes.Ldstr, plan.UnitName);
        il.Write(OpCodes.Ldloca_S, frame);
        il.Write(OpCodes.Call, wait is null ? _frame.Enter : _frame.TryEnter);
        if (wait is not null)
            il.Write(OpCodes.Brfalse_S, wait);

        var first = code.Instructions.Count;
        foreach (var load in ArgumentLoads.All(method))
            il.Write(load);
        il.Write(OpCodes.Call, SelfReference.Make(body, method.GenericParameters));
        if (result is not null)
            il.Write(OpCodes.Stloc_1);
        if (plan.Shape != UnitShape.Synchronous)
        {
            il.Write(OpCodes.Ldloca_S, frame);
            il.Write(OpCodes.Ldloc_1);
            il.Write(OpCodes.Call, plan.Shape == UnitShape.Task ? _frame.LeaveWithTask(method.ReturnType) : _frame.LeaveWithValue(method.ReturnType));
            if (plan.Shape == UnitShape.ValueTask)
                il.Write(OpCodes.Stloc_1);
        }

        il.Write(OpCodes.Leave_S, end);
        var filter = Instruction.Create(OpCodes.Ldloca_S, frame);
        il.Write(filter);
        il.Write(OpCodes.Call, _frame.Notice);
        il.Write(OpCodes.Endfilter);
        var never = Instruction.Create(OpCodes.Pop);
        il.Write(never);
        il.Write(OpCodes.Rethrow);
        var leave = Instruction.Create(OpCodes.Ldloca_S, frame);
        il.Write(leave);
        il.Write(OpCodes.Call, _frame.Leave);
        il.Write(OpCodes.Endfinally);
        if (wait is not null)
        {
            LoadCall(il, method, call!, plan.UnitName, wait);
            il.Write(OpCodes.Call, _frame.Deferred("Wait", method.ReturnType));
            il.Write(OpCodes.Ret);
        }

        il.Write(end);
        if (result is not null)
            il.Write(OpCodes.Ret);
        code.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Filter)
        {
            TryStart = code.Instructions[first],
            TryEnd = filter,
            FilterStart = filter,
            HandlerStart = never,
            HandlerEnd = leave,
        });
        code.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = code.Instructions[first],
            TryEnd = leave,
            HandlerStart = leave,
            HandlerEnd = wait ?? end,
        });
    }

    // ldstr name; ldnull; ldftn <M>call; newobj Func<object[], R>; ldarg… in an array
    private void LoadCall(ILWriter il, MethodDefinition method, MethodDefinition call, string name, Instruction? first = null)
    {
        il.Write(first ?? Instruction.Create(OpCodes.Ldstr, name));
        il.Write(OpCodes.Ldnull);
        il.Write(OpCodes.Ldftn, SelfReference.Make(call, method.GenericParameters));
        il.Write(OpCodes.Newobj, _frame.Func(method.ReturnType));
        foreach (var instruction in UnitCallEmitter.Pack(method, _module))
            il.Write(instruction);
    }
}
