using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification;

/// <summary>Where the instructions of a body stand, which control can come to from elsewhere, and in which exception regions they are.</summary>
internal sealed class BodyLayout
{
    private readonly Dictionary<Instruction, int> _moved = [];
    private int[] _indexes = [];
    private bool _isNumbered;
    private bool[] _isTarget = [];
    private readonly List<ExceptionRegion> _regions = [];

    public MethodBody Body { get; private set; } = null!;

    public Instruction[] Instructions { get; private set; } = [];

    public IReadOnlyList<ExceptionRegion> Regions => _regions;

    public void Enter(MethodBody body)
    {
        Body = body;
        Instructions = body.Instructions.ToArray();
        _regions.Clear();
        Number();
        Array.Clear(_isTarget, 0, Instructions.Length);
        MarkTargets();
        if (body.HasExceptionHandlers)
            ExceptionRegion.Read(this, _regions);
    }

    /// <summary>Whether control can come to an instruction from another than the one before.</summary>
    public bool IsTarget(int index) => _isTarget[index];

    /// <summary>The position of an instruction; the end for null, as the ends of regions mean it.</summary>
    public int IndexOfEnd(Instruction? instruction) => instruction is null ? Instructions.Length : IndexOf(instruction);

    /// <summary>The position of an instruction.</summary>
    public int IndexOf(Instruction? instruction)
    {
        var index = instruction is null ? -1 : Find(instruction);
        return index >= 0 ? index : throw new InvalidBodyException("an instruction of this body", instruction is null ? "none" : $"IL_{instruction.Offset:x4} {instruction.OpCode}");
    }

    public void MarkTarget(int index)
    {
        if (index < Instructions.Length)
            _isTarget[index] = true;
    }

    private int Find(Instruction instruction)
    {
        if (!_isNumbered)
            return _moved.TryGetValue(instruction, out var moved) ? moved : -1;
        if (instruction.Offset < 0 || instruction.Offset >= _indexes.Length)
            return -1;
        var index = _indexes[instruction.Offset];
        return index < Instructions.Length && ReferenceEquals(Instructions[index], instruction) ? index : -1;
    }

    // Offsets give positions, as long as nobody has changed the body since it was read or written.
    private void Number()
    {
        if (Instructions.Length == 0)
            throw new InvalidBodyException("instructions", "none");
        if (_isTarget.Length < Instructions.Length)
            _isTarget = new bool[Instructions.Length * 2];
        _isNumbered = HasOrderedOffsets();
        _moved.Clear();
        if (_isNumbered && _indexes.Length <= Instructions[Instructions.Length - 1].Offset)
            _indexes = new int[(Instructions[Instructions.Length - 1].Offset + 1) * 2];
        for (var i = 0; i < Instructions.Length; i++)
        {
            if (_isNumbered)
                _indexes[Instructions[i].Offset] = i;
            else
                _moved[Instructions[i]] = i;
        }
    }

    private bool HasOrderedOffsets()
    {
        for (var i = 0; i < Instructions.Length; i++)
        {
            if (Instructions[i].Offset <= (i == 0 ? -1 : Instructions[i - 1].Offset))
                return false;
        }

        return true;
    }

    private void MarkTargets()
    {
        for (var i = 0; i < Instructions.Length; i++)
        {
            switch (Instructions[i].OpCode.OperandType)
            {
                case OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget:
                    _isTarget[IndexOf((Instruction?)Instructions[i].Operand)] = true;
                    break;
                case OperandType.InlineSwitch:
                    foreach (var target in (Instruction?[])Instructions[i].Operand)
                        _isTarget[IndexOf(target)] = true;
                    break;
            }
        }
    }
}
