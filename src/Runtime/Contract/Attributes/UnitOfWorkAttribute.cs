namespace HotWeave;

/// <summary>
/// Makes each call of the method one unit of work (a request, a message, a job) that sees one version of the code from begin to end.
/// Called inside a unit, the method joins that one.
/// </summary>
/// <remarks>
/// <para>The unit ends with the call; for a method that returns <see cref="Task"/>, <see cref="ValueTask"/> or their generic forms,
/// when the task ends; for one that returns <see cref="IAsyncEnumerable{T}"/>, it lasts from the first step of an enumeration to its
/// disposal, and the method is called at the first step. While new units have to wait, those methods wait without a thread; all
/// others block, and so do methods with by-reference, pointer or ref struct parameters.</para>
/// <para>Its name is that of type and method. <see cref="UnitOfWork"/> has its name, version and token. Calls of the method are safe
/// points, as <see cref="SafePointAttribute"/> makes them.</para>
/// <para>Read when the assembly is woven, in every type; at run time it does nothing. See <c>docs/units-of-work.md</c>.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UnitOfWorkAttribute : Attribute;
