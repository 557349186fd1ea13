namespace HotWeave.Preparing;

/// <summary>What the evaluation stack holds, as far as the compiler's own safety goes (ECMA-335 III.1.1).</summary>
internal enum StackKind : byte
{
    /// <summary>A value of a type parameter, which may be anything.</summary>
    Any,
    Int32,

    /// <summary>What is as wide as an address: <c>long</c>, a native integer, a pointer, or a managed pointer.</summary>
    Wide,
    Float,
    Reference,

    /// <summary>A value of a type that is no number.</summary>
    Value,

    /// <summary>Nothing: of a method that returns none.</summary>
    None,

    /// <summary>An array of what is no object, or not known to be one; one more: an array of such arrays, and so on.</summary>
    ValueArray = 64,
}
