using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>
/// Written by the weaver on each override that it added to a type marked <c>[Swappable(Overrides = true)]</c>, so that a patch can override the method. The override
/// calls the base.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OverrideStubAttribute : Attribute;
