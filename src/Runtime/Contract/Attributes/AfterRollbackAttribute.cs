namespace HotWeave;

/// <summary>
/// Declares a method that is called after the version it belongs to was rolled back, or after a swap to it was undone. When it
/// throws, that is a warning.
/// </summary>
/// <remarks>
/// <para>The method is static, is in a class without type parameters, takes nothing or one <see cref="SwapHookContext"/>, and returns nothing or a <see cref="Task"/>.</para>
/// <para>If the same class has a <see cref="BeforeSwapAttribute"/> method, it is called only if that one has run without throwing.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AfterRollbackAttribute : Attribute;
