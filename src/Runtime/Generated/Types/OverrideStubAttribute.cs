using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>
/// Written by the weaver on each method that it added to a type marked <c>[Swappable(Overrides = true)]</c>, where it calls the base, or
/// <c>[Swappable(Interfaces = true)]</c>, where it answers that there is no further interface: a patch can replace its body.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OverrideStubAttribute : Attribute;
