using HotWeave.Weaver.Verification.Types;

namespace HotWeave.Weaver.Verification;

/// <summary>What the evaluation stack distinguishes (ECMA-335 III.1.1, I.12.3.2.1), object references and values by their types.</summary>
internal enum StackKind : byte
{
    /// <summary>A type whose definition is not at hand; it goes with everything.</summary>
    Unknown,
    Int32,
    Int64,
    NativeInt,
    Float,
    Reference,
    Value,
    ByRef,
}

/// <summary>What is known of an entry beside its kind and type.</summary>
[Flags]
internal enum EntryTraits : byte
{
    None = 0,

    /// <summary>A reference to a box of the type.</summary>
    Boxed = 1,

    /// <summary>A controlled-mutability pointer (III.1.8.1.2.2): nothing is written through it.</summary>
    ReadOnly = 2,
}

/// <summary>One entry of the evaluation stack.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Type">The type of the object or value, or what the by-ref points to; null for the null reference and for by-refs to
/// anything.</param>
/// <param name="Traits">What else is known.</param>
/// <param name="Method">The method that a pointer points to, where an instruction of this body made it.</param>
internal readonly record struct StackEntry(StackKind Kind, ILType? Type = null, EntryTraits Traits = EntryTraits.None, CalledMethod? Method = null)
{
    public static StackEntry Int32 => new(StackKind.Int32);

    public static StackEntry Int64 => new(StackKind.Int64);

    public static StackEntry NativeInt => new(StackKind.NativeInt);

    public static StackEntry Float => new(StackKind.Float);

    public static StackEntry Null => new(StackKind.Reference);

    public bool IsNull => Kind == StackKind.Reference && Type is null;

    public bool IsBoxed => (Traits & EntryTraits.Boxed) != 0;

    public bool IsInteger => Kind is StackKind.Int32 or StackKind.Int64 or StackKind.NativeInt or StackKind.Unknown;

    public override string ToString() => Kind switch
    {
        StackKind.Reference when Type is null => "null",
        StackKind.Reference => (IsBoxed ? "boxed " : "") + Type,
        StackKind.Value => "value " + Type,
        StackKind.ByRef => (Type?.ToString() ?? "?") + "&",
        StackKind.NativeInt => Method is null ? "native int" : "a pointer to " + Method,
        StackKind.Int32 => "int32",
        StackKind.Int64 => "int64",
        StackKind.Float => "float",
        _ => "?",
    };
}
