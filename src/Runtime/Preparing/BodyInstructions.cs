using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>What each instruction takes from the stack and puts there (ECMA-335 III.3 and III.4), but for where control goes.</summary>
internal sealed class BodyInstructions
{
    private readonly PatchSignatures _signatures;
    private readonly BodyStack _stack;
    private readonly MemberInstructions _members;
    private CalledMember _own = null!;
    private StackKind[] _locals = [];

    internal BodyInstructions(PatchSignatures signatures, BodyStack stack)
    {
        _signatures = signatures;
        _stack = stack;
        _members = new MemberInstructions(signatures, stack);
    }

    /// <summary>Begins another body.</summary>
    internal void Begin(CalledMember own, StackKind[] locals) => (_own, _locals) = (own, locals);

    /// <summary>Begins at another place of it, before which no prefix stands.</summary>
    internal void BeginPlace() => _members.BeginPlace();

    internal void Run(ILInstruction instruction)
    {
        var (code, operand) = (instruction.OpCode, instruction.Operand);
        // Calls are most of what there is.
        if (instruction.HasToken && _members.TryRun(instruction))
            return;
        switch (code)
        {
            case 0x00 or 0x01 or 0xFE12 or 0xFE13 or 0xFE14 or 0xFE1E or ILCode.Endfinally or ILCode.Rethrow:
                break;
            case >= 0x02 and <= 0x05:
                _stack.Push(Argument(code - 0x02));
                break;
            case >= 0x06 and <= 0x09:
                _stack.Push(At(_locals, code - 0x06));
                break;
            case >= 0x0A and <= 0x0D:
                _stack.Pop(At(_locals, code - 0x0A));
                break;
            case 0x0E or 0xFE09:
                _stack.Push(Argument(operand));
                break;
            case 0x0F or 0xFE0A:
                Argument(operand);
                _stack.Push(StackKind.Wide);
                break;
            case 0x10 or 0xFE0B:
                _stack.Pop(Argument(operand));
                break;
            case 0x11 or 0xFE0C:
                _stack.Push(At(_locals, operand));
                break;
            case 0x12 or 0xFE0D:
                At(_locals, operand);
                _stack.Push(StackKind.Wide);
                break;
            case 0x13 or 0xFE0E:
                _stack.Pop(At(_locals, operand));
                break;
            case 0x25:
                var top = _stack.Pop();
                _stack.Push(top);
                _stack.Push(top);
                break;
            case 0x26:
                _stack.Pop();
                break;
            case ILCode.Ret:
                if (_own.Result != StackKind.None)
                    _stack.Pop(_own.Result);
                break;
            case ILCode.Endfilter:
                _stack.Pop(StackKind.Int32);
                break;
            case ILCode.Throw:
                PopReference();
                break;
            case ILCode.BrfalseShort or ILCode.BrfalseShort + 1 or ILCode.Brfalse or ILCode.Brfalse + 1:
                if (_stack.Pop() is StackKind.Float or StackKind.Value)
                    throw _stack.Invalid("holds neither an integer nor an object where one of these is asked for");
                break;
            case > ILCode.BrfalseShort + 1 and <= ILCode.BltUnShort or > ILCode.Brfalse + 1 and < ILCode.Switch:
                PopComparable();
                break;
            case ILCode.Switch:
                _stack.Pop(StackKind.Int32);
                break;
            case >= 0x58 and <= 0x66 or >= 0xD6 and <= 0xDB:
                RunArithmetic(code);
                break;
            case >= 0xFE01 and <= 0xFE05:
                PopComparable();
                _stack.Push(StackKind.Int32);
                break;
            default:
                if (!TryRunConversion(code) && !TryRunMemory(code, operand) && !_members.TryRun(instruction))
                    throw _stack.Invalid("is not known after this instruction");
                break;
        }
    }

    // The object of a value type's method is a managed pointer.
    private StackKind Argument(int index) => _own.IsStatic == true ? At(_own.Parameters, index)
        : index > 0 ? At(_own.Parameters, index - 1)
        : BodyStack.IsObject(_own.Owner) ? StackKind.Reference : StackKind.Wide;

    private StackKind At(StackKind[] places, int index) =>
        (uint)index < (uint)places.Length ? places[index] : throw _stack.Invalid("is to get an argument or a local that there is not");

    private StackKind PopReference()
    {
        var kind = _stack.Pop();
        return BodyStack.IsObjectOrAny(kind) ? kind : throw _stack.Invalid($"holds {BodyStack.Name(kind)} where {BodyStack.Name(StackKind.Reference)} is wanted");
    }

    private void PopComparable()
    {
        var (second, first) = (_stack.Pop(), _stack.Pop());
        if (!BodyStack.Fits(first, second) || first == StackKind.Value)
            throw _stack.Invalid($"holds {BodyStack.Name(first)} and {BodyStack.Name(second)}, which cannot be compared");
    }

    private void RunArithmetic(int code)
    {
        // neg and not
        if (code is 0x65 or 0x66)
        {
            var only = PopNumber(mayBeFloat: code == 0x65);
            _stack.Push(only);
            return;
        }

        var mayBeFloat = code is >= 0x58 and <= 0x5B or 0x5D;
        var (second, first) = (PopNumber(mayBeFloat), PopNumber(mayBeFloat));
        if (!BodyStack.Fits(first, second))
            throw _stack.Invalid($"holds {BodyStack.Name(first)} and {BodyStack.Name(second)}, of which nothing can be computed");
        // Of shifts the first says it alone.
        var isShift = code is >= 0x62 and <= 0x64;
        _stack.Push(isShift || first == second ? first : StackKind.Wide);
    }

    private StackKind PopNumber(bool mayBeFloat)
    {
        var kind = _stack.Pop();
        return kind is StackKind.Int32 or StackKind.Wide || (kind == StackKind.Float && mayBeFloat)
            ? kind
            : throw _stack.Invalid($"holds {BodyStack.Name(kind)} where a number is wanted");
    }

    private bool TryRunConversion(int code)
    {
        var to = code switch
        {
            0x67 or 0x68 or 0x69 or 0x6D or 0xD1 or 0xD2 or 0x82 or 0x83 or 0x84 or 0x86 or 0x87 or 0x88 or >= 0xB3 and <= 0xB8 => StackKind.Int32,
            0x6A or 0x6E or 0x85 or 0x89 or 0x8A or 0x8B or 0xB9 or 0xBA or 0xD3 or 0xD4 or 0xD5 or 0xE0 => StackKind.Wide,
            0x6B or 0x6C or 0x76 or 0xC3 => StackKind.Float,
            _ => StackKind.None,
        };
        if (to == StackKind.None)
            return false;
        var kind = _stack.Pop();
        // The address of an object is taken so where it is pinned.
        if (kind is StackKind.Value or StackKind.Any || (BodyStack.IsObject(kind) && to != StackKind.Wide))
            throw _stack.Invalid($"holds {BodyStack.Name(kind)} where a number is wanted");
        _stack.Push(to);
        return true;
    }

    private bool TryRunMemory(int code, int operand)
    {
        switch (code)
        {
            case 0x14 or 0x72:
                _stack.Push(StackKind.Reference);
                return true;
            case >= 0x15 and <= 0x20:
                _stack.Push(StackKind.Int32);
                return true;
            case 0x21:
                _stack.Push(StackKind.Wide);
                return true;
            case 0x22 or 0x23:
                _stack.Push(StackKind.Float);
                return true;
            case >= 0x46 and <= 0x50:
                _stack.Pop(StackKind.Wide);
                _stack.Push(Loaded(code - 0x46));
                return true;
            case >= 0x51 and <= 0x57 or 0xDF:
                _stack.Pop(code switch { 0x51 => StackKind.Reference, 0x55 or 0xDF => StackKind.Wide, 0x56 or 0x57 => StackKind.Float, _ => StackKind.Int32 });
                _stack.Pop(StackKind.Wide);
                return true;
            case 0x70 or 0xFE17 or 0xFE18:
                if (code != 0x70)
                    _stack.Pop(StackKind.Int32);
                _stack.Pop(code == 0xFE18 ? StackKind.Int32 : StackKind.Wide);
                _stack.Pop(StackKind.Wide);
                return true;
            case 0x8E:
                PopReference();
                _stack.Push(StackKind.Wide);
                return true;
            case >= 0x90 and <= 0x9A:
                _stack.Push(PopElement(Loaded(code - 0x90)));
                return true;
            case >= 0x9B and <= 0xA2:
                var stored = code switch { 0x9B or 0x9F => StackKind.Wide, 0xA0 or 0xA1 => StackKind.Float, 0xA2 => StackKind.Reference, _ => StackKind.Int32 };
                _stack.Pop(stored);
                PopElement(stored);
                return true;
            case 0xA3:
                _stack.Push(PopElement(_signatures.OfType(operand)));
                return true;
            case 0xA4:
                _stack.Pop(_signatures.OfType(operand));
                PopElement(_signatures.OfType(operand));
                return true;
            case 0x8F:
                PopElement(StackKind.Any);
                _stack.Push(StackKind.Wide);
                return true;
            case 0xFE0F:
                _stack.Pop(StackKind.Wide);
                _stack.Push(StackKind.Wide);
                return true;
            default:
                return false;
        }
    }

    // ldind.* and ldelem.* are in one order: six integers, a long, a native one, two floats, an object.
    private static StackKind Loaded(int place) => place switch
    {
        <= 5 => StackKind.Int32,
        6 or 7 => StackKind.Wide,
        8 or 9 => StackKind.Float,
        _ => StackKind.Reference,
    };

    // The compiler looks for the class of what an array holds where an object is put there, and does not ask whether there is one.
    private StackKind PopElement(StackKind element)
    {
        _stack.Pop(StackKind.Wide);
        var array = PopReference();
        if (array < StackKind.ValueArray || !BodyStack.IsObject(element))
            return element;
        return array > StackKind.ValueArray ? array - 1 : throw _stack.Invalid("holds an array of what is no object where one of objects is wanted");
    }
}
