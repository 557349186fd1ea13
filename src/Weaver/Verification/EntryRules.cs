using HotWeave.Weaver.Verification.Types;

namespace HotWeave.Weaver.Verification;

/// <summary>How types become entries of the stack, which entries a place of some type takes, and what two entries are together.</summary>
internal sealed class EntryRules(TypeRelations relations)
{
    /// <summary>Hears of each object that is where one of another type may be: what it is, and what it is taken for.</summary>
    public Action<ILType, ILType>? Taken { get; set; }

    /// <summary>What loading a value of <paramref name="type"/> pushes (ECMA-335 III.1.8.1.2.1, the intermediate type).</summary>
    public StackEntry MakeEntry(ILType type)
    {
        switch (type.Kind)
        {
            case ILKind.Boolean or ILKind.Char or ILKind.SByte or ILKind.Byte or ILKind.Int16 or ILKind.UInt16 or ILKind.Int32 or ILKind.UInt32:
                return StackEntry.Int32;
            case ILKind.Int64 or ILKind.UInt64:
                return StackEntry.Int64;
            case ILKind.Single or ILKind.Double:
                return StackEntry.Float;
            case ILKind.IntPtr or ILKind.UIntPtr or ILKind.Pointer or ILKind.FunctionPointer:
                return StackEntry.NativeInt;
            case ILKind.String or ILKind.Object or ILKind.Vector or ILKind.Array:
                return new StackEntry(StackKind.Reference, type);
            case ILKind.ByRef:
                return new StackEntry(StackKind.ByRef, type.Element);
            case ILKind.Named:
                return MakeNamedEntry(type);
            default:
                return new StackEntry(StackKind.Value, type);
        }
    }

    /// <summary>
    /// Whether a place of <paramref name="target"/> takes <paramref name="entry"/> (III.1.8.1.2.3, with the coercions of III.1.6, pointers
    /// taken for what they may be).
    /// </summary>
    public bool CanAssign(in StackEntry entry, ILType target)
    {
        var place = MakeEntry(target);
        if (entry.Kind == StackKind.Unknown)
            return true;
        switch (place.Kind)
        {
            case StackKind.Unknown:
                return true;
            case StackKind.Int32:
                return entry.Kind is StackKind.Int32 or StackKind.NativeInt;
            case StackKind.Int64 or StackKind.Float:
                return entry.Kind == place.Kind;
            case StackKind.NativeInt:
                return entry.Kind is StackKind.NativeInt or StackKind.Int32 or StackKind.ByRef;
            case StackKind.ByRef:
                return entry.Kind == StackKind.NativeInt || (entry.Kind == StackKind.ByRef && PointsTo(entry, target.Element!));
            case StackKind.Value:
                return entry.Kind is StackKind.Value or StackKind.Reference && IsValueOf(entry, target);
            default:
                return entry.Kind == StackKind.Reference ? IsObjectOf(entry, target) : IsReferenceParameter(entry) && IsTaken(entry.Type!, target);
        }
    }

    /// <summary>
    /// Whether a reference on the stack may be where an object of <paramref name="target"/> is expected. Where an interface is, any object
    /// may be: each call asks the object anew (I.8.9.4 asks for more), and a class to which a patch adds an interface has it only when
    /// asked.
    /// </summary>
    public bool IsObjectOf(in StackEntry entry, ILType target)
    {
        if (entry.Type is null)
            return true;
        return IsTaken(entry.Type, target)
            ? !entry.Type.IsParameter || entry.IsBoxed || TypeRelations.AreSame(entry.Type, target)
            : target.Kind == ILKind.Named && target.Name!.IsInterface;
    }

    // Of a parameter that stands for classes only, a box is the object itself.
    private bool IsValueOf(in StackEntry entry, ILType target) =>
        entry.Type is not null && TypeRelations.AreSame(entry.Type, target) && (entry.Kind == StackKind.Value || relations.IsClass(target));

    private bool IsReferenceParameter(in StackEntry entry) =>
        entry is { Kind: StackKind.Value, Type.IsParameter: true } && relations.IsClass(entry.Type);

    /// <summary>
    /// Whether a by-ref's target is what code that expects <paramref name="target"/> there would see (III.1.8.1.2.2,
    /// pointer-element-compatible-with).
    /// </summary>
    public bool PointsTo(in StackEntry byRef, ILType target) =>
        byRef.Type is null || TypeRelations.AreSame(byRef.Type, target) || TypeRelations.AreSame(relations.Reduce(byRef.Type), relations.Reduce(target))
       
        || byRef.Type.Kind == ILKind.Void
        || target.Kind == ILKind.Void
        || MayBe(byRef.Type, target)
        || TypeRelations.IsUnknown(byRef.Type)
        || TypeRelations.IsUnknown(target);

    // Code that has asked which type stands for a parameter takes its address for one of that type.
    private static bool MayBe(ILType parameter, ILType target) => parameter.IsParameter && TypeRelations.IsReference(target) == false;

    /// <summary>What is on the stack where two ways of control meet (III.1.8.1.3); null where they cannot.</summary>
    public StackEntry? Join(in StackEntry left, in StackEntry right)
    {
        if (left == right)
            return left;
        if (left.Kind == StackKind.Unknown || right.Kind == StackKind.Unknown)
            return new StackEntry(StackKind.Unknown);
        if (left.Kind != right.Kind)
            return JoinKinds(left, right);
        var traits = (left.Traits | right.Traits) & EntryTraits.ReadOnly;
        switch (left.Kind)
        {
            case StackKind.Reference:
                return JoinReferences(left, right, traits);
            case StackKind.Value:
                return TypeRelations.AreSame(left.Type!, right.Type!) ? left : null;
            case StackKind.ByRef:
                var isOne = left.Type is not null && right.Type is not null && TypeRelations.AreSame(left.Type, right.Type);
                return new StackEntry(StackKind.ByRef, isOne ? left.Type : left.Type is null ? right.Type : right.Type is null ? left.Type : null, traits);
            default:
                return new StackEntry(left.Kind);
        }
    }

    // Integers of both sizes, and pointers of both kinds, meet in compiled code for pointers.
    private static StackEntry? JoinKinds(in StackEntry left, in StackEntry right) => (left.Kind, right.Kind) switch
    {
        (StackKind.Int32, StackKind.NativeInt) or (StackKind.NativeInt, StackKind.Int32) => StackEntry.NativeInt,
        (StackKind.ByRef, StackKind.NativeInt) => left,
        (StackKind.NativeInt, StackKind.ByRef) => right,
        _ => null,
    };

    private StackEntry JoinReferences(in StackEntry left, in StackEntry right, EntryTraits traits)
    {
        if (left.Type is null)
            return right;
        if (right.Type is null)
            return left;
        if (left.IsBoxed && right.IsBoxed && TypeRelations.AreSame(left.Type, right.Type))
            return left;
        var common = relations.FindCommonBase(relations.FindClass(left.Type), relations.FindClass(right.Type));
        Tell(left.Type, common);
        Tell(right.Type, common);
        return new StackEntry(StackKind.Reference, common, traits);
    }

    private bool IsTaken(ILType source, ILType target)
    {
        Tell(source, target);
        return relations.IsAssignable(source, target);
    }

    private void Tell(ILType source, ILType target)
    {
        if (!ReferenceEquals(source, target))
            Taken?.Invoke(source, target);
    }

    private StackEntry MakeNamedEntry(ILType type)
    {
        switch (type.Name!.IsValueType)
        {
            case false:
                return new StackEntry(StackKind.Reference, type);
            case true when type.Name.Definition is not null:
                return type.Name.EnumUnderlying is { } underlying
                    ? MakeEntry(relations.Types.Read(underlying))
                    : new StackEntry(StackKind.Value, type);
            default:
                return new StackEntry(StackKind.Unknown);
        }
    }
}
