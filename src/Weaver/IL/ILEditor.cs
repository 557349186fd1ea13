using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Edits a body that has code: the only place that puts instructions between others or takes some out. Offsets are true when it is opened,
/// so that symbols are found by them, and scopes that end with the method go on doing so; branches that do not reach their target in one
/// byte any more get their long form with what is put between. A branch to an instruction that was taken out is the caller's to mend.
/// </summary>
internal sealed class ILEditor
{
    private readonly MethodBody _body;
    private readonly Collection<Instruction> _code;

    private ILEditor(MethodBody body)
    {
        _body = body;
        _code = body.Instructions;
    }

    /// <summary>Opens a method's body.</summary>
    public static ILEditor Open(MethodDefinition method)
    {
        InstructionOffsets.Settle(method);
        return new ILEditor(method.Body);
    }

    /// <summary>Puts instructions before the first; branches to that pass them by.</summary>
    public void Prepend(params IReadOnlyList<Instruction> instructions) => Insert(0, instructions);

    /// <summary>Puts instructions before one; branches to that pass them by.</summary>
    public void InsertBefore(Instruction next, params IReadOnlyList<Instruction> instructions) => Insert(IndexOf(next), instructions);

    /// <summary>Puts instructions after one.</summary>
    public void InsertAfter(Instruction previous, params IReadOnlyList<Instruction> instructions) =>
        Insert(IndexOf(previous) + 1, instructions);

    /// <summary>Takes out an instruction.</summary>
    public void Remove(Instruction instruction) => _code.RemoveAt(IndexOf(instruction));

    /// <summary>Takes out what stands before an instruction.</summary>
    public void RemoveBefore(Instruction first)
    {
        for (var count = IndexOf(first); count > 0; count--)
            _code.RemoveAt(0);
    }

    /// <summary>Takes out what stands after an instruction.</summary>
    public void RemoveAfter(Instruction last)
    {
        for (var index = IndexOf(last); _code.Count > index + 1;)
            _code.RemoveAt(_code.Count - 1);
    }

    private void Insert(int index, IReadOnlyList<Instruction> instructions)
    {
        foreach (var instruction in instructions)
            _code.Insert(index++, instruction);
        BranchWidths.Widen(_body);
    }

    private int IndexOf(Instruction instruction) =>
        _code.IndexOf(instruction) is >= 0 and var index
            ? index
            : throw new WeaverDefectException($"{_body.Method.FullName} does not have the instruction {instruction}");
}
