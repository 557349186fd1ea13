using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives a method the part of a static constructor that fills added fields. The stores go to the fields themselves; what the part leaves out does nothing.</summary>
internal sealed class FillEmitter
{
    private readonly StaticFill _fill;
    private readonly InstructionReplacement _inner;
    private readonly Instruction _end = Instruction.Create(OpCodes.Nop);
    private readonly List<(Instruction Jump, Instruction Target)> _jumps = [];

    private FillEmitter(StaticFill fill, InstructionReplacement inner) => (_fill, _inner) = (fill, inner);

    /// <param name="fill">What to emit.</param>
    /// <param name="target">A static method without parameters.</param>
    /// <param name="references">Takes references to the target's context.</param>
    /// <param name="inner">What stands in the patch for single instructions.</param>
    /// <param name="last">What to call at the end; the method returns what that returns.</param>
    public static void Emit(StaticFill fill, MethodDefinition target, ReferenceRewriter references, InstructionReplacement inner, MethodReference last) =>
        new FillEmitter(fill, inner).Emit(target, references, last);

    // '…'; call last; ret
    private void Emit(MethodDefinition target, ReferenceRewriter references, MethodReference last)
    {
        var source = _fill.Constructor;
        var map = new BodyCloner(references, Replace).Clone(source, target);
        foreach (var (jump, to) in _jumps)
            jump.Operand = map[to];
        var code = target.Body.Instructions;
        code.Add(_end);
        code.Add(Instruction.Create(OpCodes.Call, last));
        code.Add(Instruction.Create(OpCodes.Ret));
        for (var i = source.Body.ExceptionHandlers.Count - 1; i >= 0; i--)
        {
            if (!IsKept(source.Body.ExceptionHandlers[i]))
                target.Body.ExceptionHandlers.RemoveAt(i);
            else
                target.Body.ExceptionHandlers[i].HandlerEnd ??= _end;
        }
    }

    private bool IsKept(ExceptionHandler handler) => Contains(handler.TryStart, handler.HandlerEnd, _fill.Kept.Contains);

    private IReadOnlyList<Instruction>? Replace(Instruction original, MethodBody body)
    {
        if (_fill.Kept.Contains(original))
            return _inner(original, body);
        if (original.OpCode.Code == Code.Ret)
            return [Instruction.Create(OpCodes.Br, _end)];
        if (original.OpCode.FlowControl == FlowControl.Branch)
            return null;
        var code = Enumerable.Range(0, _fill.Pops[original]).Select(static _ => Instruction.Create(OpCodes.Pop)).ToList();
        if (_fill.Jumps.TryGetValue(original, out var meeting))
            code.Add(Jump(original, meeting));
        return code.Count == 0 ? [Instruction.Create(OpCodes.Nop)] : code;
    }

    private Instruction Jump(Instruction from, Instruction? to)
    {
        var leaves = _fill.Constructor.Body.ExceptionHandlers.Any(h => Contains(h.TryStart, h.TryEnd, i => i == from) && !Contains(h.TryStart, h.TryEnd, i => i == to));
        var jump = Instruction.Create(leaves ? OpCodes.Leave : OpCodes.Br, to ?? _end);
        if (to is not null)
            _jumps.Add((jump, to));
        return jump;
    }

    private static bool Contains(Instruction start, Instruction? end, Func<Instruction, bool> isIt)
    {
        for (var i = start; i is not null && i != end; i = i.Next)
        {
            if (isIt(i))
                return true;
        }

        return false;
    }
}
