namespace HotWeave;

/// <summary>
/// Reserved. Will declare that one call of the method is one unit of work (a request, a message, a job) that sees one version of
/// the code from begin to end. This version of HotWeave ignores the attribute: every swap moves all callers at their next
/// qualified call.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UnitOfWorkAttribute : Attribute;
