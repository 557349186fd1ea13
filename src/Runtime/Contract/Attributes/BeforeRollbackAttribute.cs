namespace HotWeave;

/// <summary>
/// Declares a method that is called before the version it belongs to is rolled back. It cannot keep the rollback from happening; when
/// it throws, that is a warning.
/// </summary>
/// <remarks>
/// <para>The method is static, is in a class without type parameters, takes nothing or one <see cref="SwapHookContext"/>, and returns nothing or a <see cref="Task"/>.</para>
/// <para>If the same class has an <see cref="AfterSwapAttribute"/> method, it is called only if that one has run without throwing.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BeforeRollbackAttribute : Attribute;
