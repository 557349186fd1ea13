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
        var il = method.Body.GetILProcessor();
        LoadCall(il, method, call, name);
        il.Emit(OpCodes.Call, _frame.Deferred("Stream", method.ReturnType));
        il.Emit(OpCodes.Ret);
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
        var il = code.GetILProcessor();
        var frame = new VariableDefinition(_frame.Type);
        var result = method.ReturnType.MetadataType == MetadataType.Void ? null : new VariableDefinition(SignatureType.Plain(method.ReturnType));
        code.Variables.Add(frame);
        if (result is not null)
            code.Variables.Add(result);

        var end = result is null ? il.Create(OpCodes.Ret) : il.Create(OpCodes.Ldloc_1);
        var wait = call is null ? null : il.Create(OpCodes.Ldstr, plan.UnitName);
        il.Emit(OpCodes.Ldstr, plan.UnitName);
        il.Emit(OpCodes.Ldloca_S, frame);
        il.Emit(OpCodes.Call, wait is null ? _frame.Enter : _frame.TryEnter);
        if (wait is not null)
            il.Emit(OpCodes.Brfalse_S, wait);

        var first = code.Instructions.Count;
        foreach (var load in ArgumentLoads.All(method))
            il.Append(load);
        il.Emit(OpCodes.Call, SelfReference.Of(body, method.GenericParameters));
        if (result is not null)
            il.Emit(OpCodes.Stloc_1);
        if (plan.Shape != UnitShape.Synchronous)
        {
            il.Emit(OpCodes.Ldloca_S, frame);
            il.Emit(OpCodes.Ldloc_1);
            il.Emit(OpCodes.Call, plan.Shape == UnitShape.Task ? _frame.LeaveWithTask(method.ReturnType) : _frame.LeaveWithValue(method.ReturnType));
            if (plan.Shape == UnitShape.ValueTask)
                il.Emit(OpCodes.Stloc_1);
        }

        il.Emit(OpCodes.Leave_S, end);
        var filter = il.Create(OpCodes.Ldloca_S, frame);
        il.Append(filter);
        il.Emit(OpCodes.Call, _frame.Notice);
        il.Emit(OpCodes.Endfilter);
        var never = il.Create(OpCodes.Pop);
        il.Append(never);
        il.Emit(OpCodes.Rethrow);
        var leave = il.Create(OpCodes.Ldloca_S, frame);
        il.Append(leave);
        il.Emit(OpCodes.Call, _frame.Leave);
        il.Emit(OpCodes.Endfinally);
        if (wait is not null)
        {
            LoadCall(il, method, call!, plan.UnitName, wait);
            il.Emit(OpCodes.Call, _frame.Deferred("Wait", method.ReturnType));
            il.Emit(OpCodes.Ret);
        }

        il.Append(end);
        if (result is not null)
            il.Emit(OpCodes.Ret);
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
    private void LoadCall(ILProcessor il, MethodDefinition method, MethodDefinition call, string name, Instruction? first = null)
    {
        il.Append(first ?? il.Create(OpCodes.Ldstr, name));
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Ldftn, SelfReference.Of(call, method.GenericParameters));
        il.Emit(OpCodes.Newobj, _frame.Func(method.ReturnType));
        foreach (var instruction in UnitCallEmitter.Pack(method, _module))
            il.Append(instruction);
    }
}
