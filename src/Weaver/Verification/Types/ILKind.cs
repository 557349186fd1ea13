namespace HotWeave.Weaver.Verification.Types;

/// <summary>
/// The kinds of types that signatures name (ECMA-335 II.23.1.16); what has a name and is not built in is <see cref="Named"/>.
/// </summary>
internal enum ILKind : byte
{
    Void,
    Boolean,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    IntPtr,
    UIntPtr,
    String,
    Object,
    TypedReference,
    Named,
    TypeParameter,
    MethodParameter,
    Vector,
    Array,
    ByRef,
    Pointer,
    FunctionPointer,
}
