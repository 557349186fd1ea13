namespace HotWeave.Weaver.Model.Raw;

/// <summary>Walks the instructions of a body in a file. Advance before the first; bytes that are no instruction throw.</summary>
internal struct RawCode : IStubCode
{
    private readonly byte[] _image;
    private readonly int _end;

    public RawCode(byte[] image, in RawBody body)
        : this(image, body.Code, body.End)
    {
    }

    /// <summary>Walks the instructions from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public RawCode(byte[] image, int start, int end)
    {
        _image = image;
        _end = end;
        Next = start;
    }

    /// <summary>Where the instruction begins.</summary>
    public int At { get; private set; }

    /// <summary>Where the next one begins.</summary>
    public int Next { get; private set; }

    /// <summary>Whether none follows.</summary>
    public readonly bool IsLast => Next == _end;

    /// <summary>Its operation code: one byte, or 256 and the byte behind <c>FE</c>.</summary>
    public int Code { get; private set; }

    /// <summary>Where its operand begins.</summary>
    public readonly int OperandAt => At + 1 + (Code >> 8);

    public readonly RawOperand Operand => RawOperands.Kinds[Code];

    /// <summary>The token, or any other operand of four bytes.</summary>
    public readonly int Token => BitConverter.ToInt32(_image, OperandAt);

    /// <summary>The target of a branch, as a place in the file.</summary>
    public readonly int Target => Next + (Operand == RawOperand.ShortBranch ? (sbyte)_image[OperandAt] : Token);

    /// <summary>Goes to the next instruction; false at the end.</summary>
    public bool Advance()
    {
        var at = Next;
        if (at >= _end)
            return false;
        int code = _image[at];
        if (code == 0xFE)
            code = 0x100 | _image[at + 1];
        (At, Code) = (at, code);
        Next = at + RawOperands.Lengths[code];
        if (RawOperands.Kinds[code] is RawOperand.Switch or RawOperand.Unknown)
            SkipTargets();
        return Next <= _end ? true : throw new BadImageFormatException("a body ends within an instruction");
    }

    private void SkipTargets()
    {
        if (Operand == RawOperand.Unknown)
            throw new BadImageFormatException("a body has an unknown instruction");
        var targets = Next <= _end ? Token : 0;
        if (targets < 0 || targets > (_end - Next) / 4)
            throw new BadImageFormatException("a switch leads out of its body");
        Next += targets * 4;
    }
}
