namespace HotWeave.Preparing;

/// <summary>What instructions that name a type, field or method take from the stack and put there.</summary>
internal sealed class MemberInstructions(PatchSignatures signatures, BodyStack stack)
{
    // The next call is constrained: its object is a managed pointer.
    private bool _isConstrained;

    /// <summary>Begins where no prefix stands before.</summary>
    internal void BeginPlace() => _isConstrained = false;

    internal bool TryRun(ILInstruction instruction)
    {
        var isConstrained = _isConstrained;
        _isConstrained = instruction.OpCode == ILCode.Constrained;
        return _isConstrained || TryRunCall(instruction, isConstrained) || TryRunField(instruction) || TryRunType(instruction);
    }

    private bool TryRunType(ILInstruction instruction)
    {
        var token = instruction.Operand;
        switch (instruction.OpCode)
        {
            // cast, isinst, box, unbox.any
            case 0x74 or 0x75:
                PopObject();
                stack.Push(signatures.OfType(token) is >= StackKind.ValueArray and var array ? array : StackKind.Reference);
                return true;
            case 0x8C:
                stack.Pop(signatures.OfType(token));
                stack.Push(StackKind.Reference);
                return true;
            case 0xA5:
                PopObject();
                stack.Push(signatures.OfType(token));
                return true;
            // unbox, newarr
            case 0x79:
                PopObject();
                stack.Push(StackKind.Wide);
                return true;
            case 0x8D:
                stack.Pop(StackKind.Wide);
                stack.Push(PatchSignatures.ArrayOf(signatures.OfType(token)));
                return true;
            // ldobj, stobj, initobj
            case 0x71:
                stack.Pop(StackKind.Wide);
                stack.Push(signatures.OfType(token));
                return true;
            case 0x81:
                stack.Pop(signatures.OfType(token));
                stack.Pop(StackKind.Wide);
                return true;
            case 0xFE15:
                stack.Pop(StackKind.Wide);
                return true;
            // ldtoken, sizeof
            case 0xD0:
                stack.Push(StackKind.Value);
                return true;
            case 0xFE1C:
                stack.Push(StackKind.Int32);
                return true;
            // mkrefany, refanyval, refanytype, arglist
            case 0xC6:
                stack.Pop(StackKind.Wide);
                stack.Push(StackKind.Value);
                return true;
            case 0xC2:
                stack.Pop(StackKind.Value);
                stack.Push(StackKind.Wide);
                return true;
            case 0xFE1D:
                stack.Pop(StackKind.Value);
                stack.Push(StackKind.Value);
                return true;
            case 0xFE00:
                stack.Push(StackKind.Value);
                return true;
            default:
                return false;
        }
    }

    private bool TryRunField(ILInstruction instruction)
    {
        if (instruction.OpCode is not (>= 0x7B and <= 0x80))
            return false;
        var field = signatures.OfMember(instruction.Operand);
        switch (instruction.OpCode)
        {
            case 0x7B or 0x7C:
                PopOwner(field, mayBeValue: instruction.OpCode == 0x7B);
                stack.Push(instruction.OpCode == 0x7B ? field.Result : StackKind.Wide);
                break;
            case 0x7D:
                stack.Pop(field.Result);
                PopOwner(field, mayBeValue: false);
                break;
            case 0x80:
                stack.Pop(field.Result);
                break;
            default:
                stack.Push(instruction.OpCode == 0x7E ? field.Result : StackKind.Wide);
                break;
        }

        return true;
    }

    private bool TryRunCall(ILInstruction instruction, bool isConstrained)
    {
        switch (instruction.OpCode)
        {
            case ILCode.Call or ILCode.Callvirt:
                var called = signatures.OfMember(instruction.Operand);
                PopArguments(called);
                if (called.IsStatic == false)
                    PopSelf(called, isConstrained);
                stack.Push(called.Result);
                return true;
            case ILCode.Newobj:
                var made = signatures.OfMember(instruction.Operand);
                // The compiler would make an object of the type of whatever it is.
                if (!made.IsConstructor)
                    throw stack.Invalid("is to get an object of what is no constructor");
                PopArguments(made);
                stack.Push(made.Owner);
                return true;
            case ILCode.Calli:
                stack.Pop(StackKind.Wide);
                var site = signatures.OfCallSite(instruction.Operand);
                PopArguments(site);
                if (site.IsStatic == false && stack.Pop() is var target && !BodyStack.IsObjectOrAny(target) && target != StackKind.Wide)
                    throw stack.Invalid("holds no object where a call through a pointer wants one");
                stack.Push(site.Result);
                return true;
            case ILCode.Jmp:
                return true;
            // ldftn, ldvirtftn
            case 0xFE06:
                stack.Push(StackKind.Wide);
                return true;
            case 0xFE07:
                PopObject();
                stack.Push(StackKind.Wide);
                return true;
            default:
                return false;
        }
    }

    private void PopArguments(CalledMember called)
    {
        for (var i = called.Parameters.Length - 1; i >= 0; i--)
            stack.Pop(called.Parameters[i]);
    }

    private void PopSelf(CalledMember called, bool isConstrained)
    {
        var self = stack.Pop();
        var isRight = isConstrained ? self == StackKind.Wide
            : BodyStack.IsObject(called.Owner) ? BodyStack.IsObjectOrAny(self)
            : called.Owner == StackKind.Any || self is StackKind.Wide;
        if (!isRight)
            throw stack.Invalid($"holds {BodyStack.Name(self)} where the object of a call is wanted");
    }

    private void PopOwner(CalledMember field, bool mayBeValue)
    {
        var owner = stack.Pop();
        var isRight = BodyStack.IsObject(field.Owner)
            ? BodyStack.IsObjectOrAny(owner)
            : owner is StackKind.Wide || (mayBeValue && BodyStack.Fits(owner, field.Owner));
        if (!isRight)
            throw stack.Invalid($"holds {BodyStack.Name(owner)} where the object of a field is wanted");
    }

    private void PopObject()
    {
        var kind = stack.Pop();
        if (!BodyStack.IsObjectOrAny(kind))
            throw stack.Invalid($"holds {BodyStack.Name(kind)} where {BodyStack.Name(StackKind.Reference)} is wanted");
    }
}
