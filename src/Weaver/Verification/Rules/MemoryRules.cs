using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>
/// Loads and stores through addresses. What a plain pointer points to is the author's business; through a by-ref a reference is read and
/// written as what it is, for the garbage collector believes it.
/// </summary>
internal sealed class MemoryRules(BodyContext context, RegionRules regions)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void Apply(Instruction instruction, Code code)
    {
        switch (code)
        {
            case Code.Ldind_Ref:
                LoadReference();
                break;
            case >= Code.Ldind_I1 and <= Code.Ldind_R8:
                var loaded = TypeOf(code);
                Read(_stack.PopAddress(), loaded);
                _stack.Push(loaded);
                break;
            case Code.Stind_Ref:
                StoreReference();
                break;
            case (>= Code.Stind_I1 and <= Code.Stind_R8) or Code.Stind_I:
                Store(TypeOf(code));
                break;
            case Code.Localloc:
                Allocate();
                break;
            case Code.Cpblk or Code.Initblk:
                _stack.PopIndex();
                if (code == Code.Cpblk)
                    _stack.PopAddress();
                else
                    _stack.Pop(context.Types[ILKind.Int32]);
                _stack.PopAddress();
                break;
            default:
                Apply(context.Types.Read((TypeReference)instruction.Operand), code);
                break;
        }
    }

    private void Apply(ILType type, Code code)
    {
        switch (code)
        {
            case Code.Ldobj:
                Read(_stack.PopAddress(), type);
                _stack.Push(type);
                break;
            case Code.Stobj:
                Store(type);
                break;
            case Code.Cpobj:
                Read(_stack.PopAddress(), type);
                Write(_stack.PopAddress(), type);
                break;
            default:
                Write(_stack.PopAddress(), type);
                break;
        }
    }

    private void Store(ILType type)
    {
        _stack.Pop(type);
        Write(_stack.PopAddress(), type);
    }

    private void LoadReference()
    {
        var address = _stack.PopAddress();
        if (address.Type is { } type && TypeRelations.IsReference(type) == false)
            throw new InvalidBodyException("the address of a reference", address.ToString());
        _stack.Push(address.Type is null || address.Kind != StackKind.ByRef ? new StackEntry(StackKind.Unknown) : LoadedReference(address.Type));
    }

    private StackEntry LoadedReference(ILType type) =>
        type.IsParameter ? new StackEntry(StackKind.Value, type) : context.Entries.MakeEntry(type);

    private void StoreReference()
    {
        var value = _stack.Pop();
        if (value is not ({ Kind: StackKind.Reference or StackKind.Unknown } or { Kind: StackKind.Value, Type.IsParameter: true }))
            throw new InvalidBodyException("an object reference", value.ToString());
        var address = _stack.PopAddress();
        Write(address, null);
        if (address.Type is not { } type)
            return;
        if (TypeRelations.IsReference(type) == false)
            throw new InvalidBodyException("the address of a reference", address.ToString());
        if (!context.Entries.CanAssign(value, type))
            throw new InvalidBodyException(type.ToString(), value.ToString());
    }

    private void Read(in StackEntry address, ILType type)
    {
        if (address.Kind == StackKind.ByRef && address.Type is { } target && Conflict(target, type))
            throw new InvalidBodyException($"the address of {type}", address.ToString());
    }

    private static void RequireWritable(in StackEntry address)
    {
        if ((address.Traits & EntryTraits.ReadOnly) != 0)
            throw new InvalidBodyException("an address to write to", $"{address} of readonly.");
    }

    private void Write(in StackEntry address, ILType? type)
    {
        RequireWritable(address);
        if (type is not null)
            Read(address, type);
    }

    // Numbers and structs of numbers are reinterpreted on purpose; where one side is a reference, it is never meant.
    private bool Conflict(ILType target, ILType type)
    {
        if (context.Entries.PointsTo(new StackEntry(StackKind.ByRef, target), type))
            return false;
        var (there, asked) = (TypeRelations.IsReference(target), TypeRelations.IsReference(type));
        if (there == true && asked == true)
            return !context.Relations.IsAssignable(target, type) && !context.Relations.IsAssignable(type, target);
        return (there == true && (asked == false || type.IsParameter)) || (asked == true && (there == false || target.IsParameter));
    }

    private void Allocate()
    {
        _stack.PopIndex();
        if (_stack.Depth != 0)
            throw new InvalidBodyException("nothing but the size on the stack", $"{_stack.Depth} more values");
        regions.RequireNoHandler();
        _stack.Push(StackEntry.NativeInt);
    }

    private ILType TypeOf(Code code) => context.Types[code switch
    {
        Code.Ldind_I1 or Code.Stind_I1 => ILKind.SByte,
        Code.Ldind_U1 => ILKind.Byte,
        Code.Ldind_I2 or Code.Stind_I2 => ILKind.Int16,
        Code.Ldind_U2 => ILKind.UInt16,
        Code.Ldind_I4 or Code.Stind_I4 => ILKind.Int32,
        Code.Ldind_U4 => ILKind.UInt32,
        Code.Ldind_I8 or Code.Stind_I8 => ILKind.Int64,
        Code.Ldind_R4 or Code.Stind_R4 => ILKind.Single,
        Code.Ldind_R8 or Code.Stind_R8 => ILKind.Double,
        _ => ILKind.IntPtr,
    }];
}
