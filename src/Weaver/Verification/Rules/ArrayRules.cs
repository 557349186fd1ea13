using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Vectors and their elements.</summary>
internal sealed class ArrayRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void Apply(Instruction instruction, Code code)
    {
        switch (code)
        {
            case Code.Newarr:
                _stack.PopIndex();
                _stack.Push(new StackEntry(StackKind.Reference, context.Types.VectorOf(Read(instruction))));
                break;
            case Code.Ldlen:
                PopArray();
                _stack.Push(StackEntry.NativeInt);
                break;
            case Code.Ldelema:
                _stack.PopIndex();
                TakeAddress(Read(instruction), PopArray());
                break;
            case Code.Ldelem_Any:
                _stack.PopIndex();
                Load(Read(instruction), PopArray());
                break;
            case Code.Stelem_Any:
                Store(Read(instruction));
                break;
            case Code.Ldelem_Ref:
                _stack.PopIndex();
                LoadReference(PopArray());
                break;
            case Code.Stelem_Ref:
                StoreReference();
                break;
            case >= Code.Ldelem_I1 and <= Code.Ldelem_R8:
                _stack.PopIndex();
                Load(TypeOf(code), PopArray());
                break;
            default:
                Store(TypeOf(code));
                break;
        }
    }

    private ILType Read(Instruction instruction)
    {
        if (instruction.Operand is not TypeReference reference)
            throw new InvalidBodyException("a type", "none");
        var type = context.Types.Read(reference);
        return type.Kind is ILKind.Void or ILKind.ByRef
            ? throw new InvalidBodyException("a type that elements can have", type.ToString())
            : type;
    }

    // The element type; null where the array is null or not known.
    private ILType? PopArray()
    {
        var array = _stack.Pop();
        if (array.IsNull || array.Kind == StackKind.Unknown)
            return null;
        return array is { Kind: StackKind.Reference, Type.Kind: ILKind.Vector }
            ? array.Type.Element
            : throw new InvalidBodyException("a vector", array.ToString());
    }

    private void Load(ILType type, ILType? element)
    {
        if (element is not null && !context.Relations.IsElementCompatible(element, type))
            throw new InvalidBodyException(type + "[]", element + "[]");
        _stack.Push(type);
    }

    private void Store(ILType type)
    {
        _stack.Pop(type);
        _stack.PopIndex();
        // Whether an array of a derived type takes the element is looked at when it is stored.
        if (PopArray() is { } element && !context.Relations.IsElementCompatible(type, element) && !context.Relations.IsElementCompatible(element, type))
            throw new InvalidBodyException(type + "[]", element + "[]");
    }

    private void LoadReference(ILType? element)
    {
        RequireReferences(element);
        _stack.Push(element is null ? StackEntry.Null : element.IsParameter ? new StackEntry(StackKind.Value, element) : context.Entries.MakeEntry(element));
    }

    private void StoreReference()
    {
        var value = _stack.Pop();
        _stack.PopIndex();
        RequireReferences(PopArray());
        if (value is not ({ Kind: StackKind.Reference or StackKind.Unknown } or { Kind: StackKind.Value, Type.IsParameter: true }))
            throw new InvalidBodyException("an object reference", value.ToString());
    }

    private static void RequireReferences(ILType? element)
    {
        if (element is not null && TypeRelations.IsReference(element) == false)
            throw new InvalidBodyException("a vector of references", element + "[]");
    }

    private void TakeAddress(ILType type, ILType? element)
    {
        var isReadOnly = context.Prefixes.IsReadOnly;
        // III.4.9: without the prefix the element type is looked at exactly when it runs.
        if (element is not null && !context.Relations.IsElementCompatible(element, type) && !context.Relations.IsElementCompatible(type, element))
            throw new InvalidBodyException(type + "[]", element + "[]");
        _stack.Push(new StackEntry(StackKind.ByRef, type, isReadOnly ? EntryTraits.ReadOnly : EntryTraits.None));
    }

    private ILType TypeOf(Code code) => context.Types[code switch
    {
        Code.Ldelem_I1 or Code.Ldelem_U1 or Code.Stelem_I1 => ILKind.SByte,
        Code.Ldelem_I2 or Code.Ldelem_U2 or Code.Stelem_I2 => ILKind.Int16,
        Code.Ldelem_I4 or Code.Ldelem_U4 or Code.Stelem_I4 => ILKind.Int32,
        Code.Ldelem_I8 or Code.Stelem_I8 => ILKind.Int64,
        Code.Ldelem_R4 or Code.Stelem_R4 => ILKind.Single,
        Code.Ldelem_R8 or Code.Stelem_R8 => ILKind.Double,
        _ => ILKind.IntPtr,
    }];
}
