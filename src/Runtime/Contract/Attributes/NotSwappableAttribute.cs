namespace HotWeave;

/// <summary>
/// Keeps a type or method out of weaving where <see cref="SwappableAttribute"/>, a build setting or an enclosing type would
/// include it. It gets no stub, and no patch can replace it; a patch that would have to is refused with a diagnostic.
/// </summary>
/// <remarks>Stronger than every other selection. Read when the assembly is woven; at run time it does nothing.</remarks>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Constructor,
    Inherited = false)]
public sealed class NotSwappableAttribute : Attribute;
