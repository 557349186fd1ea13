using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>The instructions of a body, by offset.</summary>
internal sealed class BodyCode
{
    private readonly BlobReader _il;
    private readonly bool[] _begins;
    private readonly bool[] _isTarget;

    /// <exception cref="BadImageFormatException">It is empty, the bytes are no instructions, or end within one.</exception>
    internal BodyCode(BlobReader il)
    {
        _il = il;
        Length = il.Length;
        if (Length == 0)
            throw new BadImageFormatException("it is empty");
        _begins = new bool[Length];
        _isTarget = new bool[Length];
        for (var offset = 0; offset < Length;)
        {
            _begins[offset] = true;
            var instruction = Read(offset);
            foreach (var target in Targets(instruction))
            {
                if ((uint)target < (uint)Length)
                    _isTarget[target] = true;
            }

            offset = instruction.Next;
        }
    }

    internal int Length { get; }

    internal bool IsInstruction(int offset) => (uint)offset < (uint)Length && _begins[offset];

    /// <summary>Whether a branch leads there, or <see cref="Mark"/> was called.</summary>
    internal bool IsTarget(int offset) => _isTarget[offset];

    /// <summary>Control comes there by other ways than those of instructions.</summary>
    internal void Mark(int offset) => _isTarget[offset] = true;

    /// <exception cref="BadImageFormatException">It is none.</exception>
    internal ILInstruction Read(int offset)
    {
        var il = _il;
        il.Offset = offset;
        return ILInstruction.Read(ref il);
    }

    /// <summary>Where a branch or switch leads, besides on.</summary>
    internal IEnumerable<int> Targets(ILInstruction instruction)
    {
        if (instruction.OpCode != ILCode.Switch)
            return instruction.Flow is ILFlow.Branch or ILFlow.Condition or ILFlow.Leave ? [instruction.Target] : [];
        return ReadTable(instruction);
    }

    private int[] ReadTable(ILInstruction instruction)
    {
        var il = _il;
        il.Offset = instruction.Offset + 1;
        var targets = new int[il.ReadInt32()];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = instruction.Next + il.ReadInt32();
        return targets;
    }
}
