namespace HotWeave;

/// <summary>
/// Reserved. Will declare that one call of the method is one unit of work (a request, a message, a job) that sees one version of
/// the code from begin to end. This version of HotWeave ignores the attribute; <see cref="UnitOfWork"/> enters units by hand.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UnitOfWorkAttribute : Attribute;
