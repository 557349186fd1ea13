namespace HotWeave;

/// <summary>
/// Reserved. Will declare a method of a new version that turns the state which old code left into the state that new code
/// expects, and back on rollback. This version of HotWeave never calls such a method.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CodeChangeAttribute : Attribute;
