using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Types;

/// <summary>
/// Which types are the same, and which may stand for which (ECMA-335 III.1.8.1.2). Where a definition is not at hand the answer is yes: the
/// verifier accuses nobody on a guess.
/// </summary>
internal sealed class TypeRelations(TypeTable types, GenericContext context)
{
    private static readonly ILType[] NoArguments = [];

    private readonly TypeHierarchy _hierarchy = new(types);
    private readonly Dictionary<(ILType Source, ILType Target), bool> _known = [];

    public TypeTable Types => types;

    public GenericContext Context => context;

    /// <summary>Whether two types are one, also when they are named through different assemblies.</summary>
    public static bool AreSame(ILType left, ILType right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left.Kind != right.Kind || left.Number != right.Number || left.Arguments.Length != right.Arguments.Length)
            return false;
        if (left.Kind == ILKind.Named && !AreSame(left.Name!, right.Name!))
            return false;
        if (left.IsParameter)
            return true;
        for (var i = 0; i < left.Arguments.Length; i++)
        {
            if (!AreSame(left.Arguments[i], right.Arguments[i]))
                return false;
        }

        return left.Element is null || AreSame(left.Element, right.Element!);
    }

    /// <summary>
    /// The reduced type, and for booleans and characters the verification type (III.1.8.1.2.1 and .2): what counts for elements and targets
    /// of pointers.
    /// </summary>
    public ILType Reduce(ILType type)
    {
        if (type.Kind == ILKind.Named && type.Name!.EnumUnderlying is { } underlying)
            type = types.Read(underlying);
        return type.Kind switch
        {
            ILKind.Boolean or ILKind.Byte => types[ILKind.SByte],
            ILKind.Char or ILKind.UInt16 => types[ILKind.Int16],
            ILKind.UInt32 => types[ILKind.Int32],
            ILKind.UInt64 => types[ILKind.Int64],
            ILKind.UIntPtr or ILKind.Pointer or ILKind.FunctionPointer => types[ILKind.IntPtr],
            _ => type,
        };
    }

    /// <summary>Whether values of a type are object references, as far as is known; generic parameters are neither.</summary>
    public static bool? IsReference(ILType type) => type.Kind switch
    {
        ILKind.String or ILKind.Object or ILKind.Vector or ILKind.Array => true,
        ILKind.Named => !type.Name!.IsValueType,
        ILKind.TypeParameter or ILKind.MethodParameter => null,
        _ => false,
    };

    /// <summary>
    /// Whether an array of <paramref name="source"/> may stand for one of <paramref name="target"/> (III.1.8.1.2,
    /// array-element-compatible-with).
    /// </summary>
    public bool IsElementCompatible(ILType source, ILType target) =>
        AreSame(source, target) || AreSame(Reduce(source), Reduce(target)) || IsUnknown(source) || IsUnknown(target)
        || (IsReference(source) != false && IsReference(target) != false && (source.IsParameter ? IsParameterAssignable(source, target) : IsAssignable(source, target)));

    /// <summary>
    /// Whether a reference to a <paramref name="source"/>, or a box of one, may be where a reference to <paramref name="target"/> is
    /// expected.
    /// </summary>
    public bool IsAssignable(ILType source, ILType target)
    {
        if (ReferenceEquals(source, target) || target.Kind == ILKind.Object)
            return true;
        if (source.HasParameters || target.HasParameters)
            return Decide(source, target);
        if (!_known.TryGetValue((source, target), out var answer))
            _known.Add((source, target), answer = Decide(source, target));
        return answer;
    }

    /// <summary>Whether a type's definition is not at hand.</summary>
    public static bool IsUnknown(ILType type) => type.Kind == ILKind.Named && type.Name!.Definition is null;

    /// <summary>What both may stand for: one of them, or the nearest common base class.</summary>
    public ILType FindCommonBase(ILType left, ILType right)
    {
        if (IsAssignable(left, right))
            return right;
        for (var type = left; type is { Kind: ILKind.Named }; type = _hierarchy.Find(type).Base)
        {
            if (IsReference(type) == true && !type.Name!.IsInterface && IsAssignable(right, type))
                return type;
        }

        return IsAssignable(right, left) ? left : types[ILKind.Object];
    }

    /// <summary>Whether a type, or whatever stands for a generic parameter, is a class.</summary>
    public bool IsClass(ILType type) => type.IsParameter
        ? context.IsReferenceType(type) || context.FindConstraints(type).Select(types.Read).Any(c => c.IsParameter ? IsClass(c) : IsReference(c) == true && !IsOpenToValues(c))
        : IsReference(type) == true;

    /// <summary>
    /// The class that a generic parameter is constrained to, <c>object</c> where there is none; other types are what they are.
    /// </summary>
    public ILType FindClass(ILType type) => !type.IsParameter
        ? type
        : context.FindConstraints(type).Select(types.Read).FirstOrDefault(static c => !c.IsParameter && IsReference(c) == true && !c.Name!.IsInterface) ?? types[ILKind.Object];

    private static bool IsOpenToValues(ILType constraint) =>
        constraint.Kind == ILKind.Object
        || (constraint.Name is { } name && (name.IsInterface || name.FullName is "System.ValueType" or "System.Enum"));

    private bool Decide(ILType source, ILType target)
    {
        if (AreSame(source, target))
            return true;
        if (source.IsParameter)
            return IsParameterAssignable(source, target);
        if (source.Kind is ILKind.Vector or ILKind.Array)
            return IsArrayAssignable(source, target);
        if (target.Kind != ILKind.Named || source.Name is not { } name)
            return false;
        if (target.Name!.IsValueType == true)
            return false;
        if (name.Definition is null || target.Name.Definition is null)
            return true;
        return name.IsNullable
            ? IsAssignable(source.Arguments[0], target)
            : HasSupertype(source, target) || (name.IsInterface && IsVariantOf(source, target));
    }

    private bool HasSupertype(ILType source, ILType target)
    {
        if (IsVariantOf(source, target))
            return true;
        var isKnown = true;
        for (var type = source; type is not null; type = _hierarchy.Find(type).Base)
        {
            var supertypes = _hierarchy.Find(type);
            isKnown &= supertypes.IsComplete;
            if (IsVariantOf(type, target) || (target.Name!.IsInterface && supertypes.Interfaces.Any(i => IsVariantOf(i, target))))
                return true;
        }

        return !isKnown;
    }

    // Generic parameters have what their constraints have; without one they are objects.
    private bool IsParameterAssignable(ILType source, ILType target)
    {
        if (AreSame(source, target))
            return true;
        foreach (var constraint in context.FindConstraints(source))
        {
            var type = types.Read(constraint);
            if (IsAssignable(type, target))
                return true;
        }

        return target.Kind == ILKind.Object
            || (target.Kind == ILKind.Named && target.Name!.FullName == "System.ValueType" && context.IsValueType(source));
    }

    private bool IsArrayAssignable(ILType source, ILType target)
    {
        if (target.Kind is ILKind.Vector or ILKind.Array)
            return source.Kind == target.Kind && source.Number == target.Number && IsElementCompatible(source.Element!, target.Element!);
        if (target.Kind != ILKind.Named)
            return false;
        if (IsAssignable(types.Core("Array"), target))
            return true;
        return source.Kind == ILKind.Vector && target.Arguments.Length == 1 && target.Name!.FullName.StartsWith("System.Collections.Generic.I", StringComparison.Ordinal)
            && target.Name.FullName is "System.Collections.Generic.IEnumerable`1" or "System.Collections.Generic.ICollection`1" or "System.Collections.Generic.IList`1"
                or "System.Collections.Generic.IReadOnlyCollection`1" or "System.Collections.Generic.IReadOnlyList`1"
            && IsElementCompatible(source.Element!, target.Arguments[0]);
    }

    // II.9.5: variance is of interfaces and delegates, and of references only.
    private bool IsVariantOf(ILType source, ILType target)
    {
        if (AreSame(source, target))
            return true;
        if (source.Kind != ILKind.Named || source.Arguments.Length == 0 || source.Arguments.Length != target.Arguments.Length || !AreSame(source.Name!, target.Name!))
            return false;
        if (source.Name!.Definition is not { } definition)
            return true;
        for (var i = 0; i < source.Arguments.Length; i++)
        {
            if (!IsVariantArgument(source.Arguments[i], target.Arguments[i], definition.GenericParameters[i]))
                return false;
        }

        return true;
    }

    private bool IsVariantArgument(ILType source, ILType target, GenericParameter parameter)
    {
        if (AreSame(source, target))
            return true;
        if (!parameter.IsCovariant && !parameter.IsContravariant)
            return false;
        var (from, to) = parameter.IsCovariant ? (source, target) : (target, source);
        if (IsReference(from) == false || IsReference(to) == false || (from.IsParameter && context.IsValueType(from)))
            return false;
        return IsAssignable(from, to);
    }

    private static bool AreSame(NamedType left, NamedType right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left.FullName != right.FullName)
            return false;
        return left.Definition is not { } one
            || right.Definition is not { } other
            || one == other
            || one.MetadataToken == other.MetadataToken && one.Module.Mvid == other.Module.Mvid;
    }
}
