using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>The instructions of a body, decoded once for all that look at them. The next body takes the same room.</summary>
internal sealed class BodyCode
{
    private BlobReader _il;
    private ILInstruction[] _instructions = new ILInstruction[64];
    private bool[] _isTarget = new bool[64];
    // One more than the index of the instruction that begins at an offset.
    private int[] _indexes = new int[256];

    /// <summary>Of instructions.</summary>
    internal int Count { get; private set; }

    internal ILInstruction this[int index] => _instructions[index];

    /// <exception cref="BadImageFormatException">It is empty, the bytes are no instructions, or end within one.</exception>
    internal void Read(BlobReader il)
    {
        if (il.Length == 0)
            throw new BadImageFormatException("it is empty");
        (_il, Count) = (il, 0);
        if (_indexes.Length <= il.Length)
            _indexes = new int[il.Length * 2];
        Array.Clear(_indexes, 0, il.Length + 1);
        while (il.RemainingBytes > 0)
        {
            if (Count == _instructions.Length)
                Array.Resize(ref _instructions, Count * 2);
            _indexes[il.Offset] = Count + 1;
            _instructions[Count++] = ILInstruction.Read(ref il);
        }

        if (_isTarget.Length < Count)
            _isTarget = new bool[_instructions.Length];
        Array.Clear(_isTarget, 0, Count);
        for (var i = 0; i < Count; i++)
            MarkTargets(_instructions[i]);
    }

    /// <summary>The instruction that begins there, or -1.</summary>
    internal int FindIndex(int offset) => (uint)offset < (uint)_il.Length ? _indexes[offset] - 1 : -1;

    /// <summary>Whether an instruction begins there, or the body ends.</summary>
    internal bool IsBorder(int offset) => offset == _il.Length || FindIndex(offset) >= 0;

    /// <summary>Whether a branch leads to the instruction, or <see cref="Mark"/> was called.</summary>
    internal bool IsTarget(int index) => _isTarget[index];

    /// <summary>Control comes there by other ways than those of instructions, or is looked at there.</summary>
    internal void Mark(int offset)
    {
        if (FindIndex(offset) is >= 0 and var index)
            _isTarget[index] = true;
    }

    /// <summary>How many places a branch or switch leads to, besides on.</summary>
    internal static int CountTargets(ILInstruction instruction) =>
        instruction.OpCode == ILCode.Switch ? instruction.Operand : instruction.Flow is ILFlow.Branch or ILFlow.Condition or ILFlow.Leave ? 1 : 0;

    /// <summary>One of them.</summary>
    internal int ReadTarget(ILInstruction instruction, int number)
    {
        if (instruction.OpCode != ILCode.Switch)
            return instruction.Target;
        var il = _il;
        il.Offset = instruction.Offset + 1 + sizeof(int) + (number * sizeof(int));
        return instruction.Next + il.ReadInt32();
    }

    private void MarkTargets(ILInstruction instruction)
    {
        for (var i = CountTargets(instruction) - 1; i >= 0; i--)
            Mark(ReadTarget(instruction, i));
    }
}
