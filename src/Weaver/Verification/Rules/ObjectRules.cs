using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Casts, boxes, tokens and typed references.</summary>
internal sealed class ObjectRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void Apply(Instruction instruction, Code code)
    {
        switch (code)
        {
            case Code.Ldstr:
                _stack.Push(context.Types[ILKind.String]);
                break;
            case Code.Castclass or Code.Isinst:
                Cast(Read(instruction));
                break;
            case Code.Unbox:
                var unboxed = Read(instruction);
                if (TypeRelations.IsReference(unboxed) == true)
                    throw new InvalidBodyException("a value type to unbox", unboxed.ToString());
                _stack.PopReference();
                _stack.Push(new StackEntry(StackKind.ByRef, unboxed, EntryTraits.ReadOnly));
                break;
            case Code.Unbox_Any:
                _stack.PopReference();
                _stack.Push(Read(instruction));
                break;
            case Code.Box:
                Box(instruction, Read(instruction));
                break;
            case Code.Ldtoken:
                LoadToken(instruction.Operand);
                break;
            case Code.Sizeof:
                _stack.Push(StackEntry.Int32);
                break;
            case Code.Arglist:
                if (context.Method.CallingConvention != MethodCallingConvention.VarArg)
                    throw new InvalidBodyException("a vararg method", "another");
                _stack.Push(context.Types.Core("RuntimeArgumentHandle"));
                break;
            case Code.Mkrefany:
                Read(instruction);
                _stack.PopAddress();
                _stack.Push(context.Types[ILKind.TypedReference]);
                break;
            case Code.Refanyval:
                _stack.Pop(context.Types[ILKind.TypedReference]);
                _stack.Push(new StackEntry(StackKind.ByRef, Read(instruction)));
                break;
            default:
                _stack.Pop(context.Types[ILKind.TypedReference]);
                _stack.Push(context.Types.Core("RuntimeTypeHandle"));
                break;
        }
    }

    private ILType Read(Instruction instruction)
    {
        if (instruction.Operand is not TypeReference reference)
            throw new InvalidBodyException("a type", "none");
        var type = context.Types.Read(reference);
        return type.Kind is ILKind.Void or ILKind.ByRef
            ? throw new InvalidBodyException("a type that values can have", type.ToString())
            : type;
    }

    // III.4.3 and III.4.6: what comes out is a reference to a T or to a box of one.
    private void Cast(ILType type)
    {
        _stack.PopReference();
        _stack.Push(MakeBox(type));
    }

    private void Box(Instruction instruction, ILType type)
    {
        _stack.Pop(type);
        // Compilers test types of values with box, which then has no effect but the test (III.4.1 and the runtime's patterns).
        if (type.Name is { IsByRefLike: true } && instruction.Next?.OpCode.Code is not (Code.Isinst or Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S or Code.Unbox_Any))
            throw new InvalidBodyException("a type that can be boxed", type.ToString());
        _stack.Push(MakeBox(type));
    }

    private static StackEntry MakeBox(ILType type)
    {
        if (TypeRelations.IsReference(type) == true)
            return new StackEntry(StackKind.Reference, type);
        return type is { Kind: ILKind.Named, Name.IsNullable: true, Arguments.Length: 1 }
            ? new StackEntry(StackKind.Reference, type.Arguments[0], EntryTraits.Boxed)
            : new StackEntry(type is { Kind: ILKind.Named, Name.IsValueType: null } ? StackKind.Unknown : StackKind.Reference, type, EntryTraits.Boxed);
    }

    private void LoadToken(object? operand) => _stack.Push(context.Types.Core(operand switch
    {
        TypeReference => "RuntimeTypeHandle",
        MethodReference => "RuntimeMethodHandle",
        FieldReference => "RuntimeFieldHandle",
        _ => throw new InvalidBodyException("a type, method or field", "none"),
    }));
}
