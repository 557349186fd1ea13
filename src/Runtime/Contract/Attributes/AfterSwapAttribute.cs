namespace HotWeave;

/// <summary>
/// Declares a method of a new version that is called after the version became current, such as what start-up code would have done.
/// When it throws, that is a warning of the swap.
/// </summary>
/// <remarks>
/// <para>The method is static, is in a class without type parameters, takes nothing or one <see cref="SwapHookContext"/>, and returns nothing or a <see cref="Task"/>.</para>
/// <para>Its partner is the <see cref="BeforeRollbackAttribute"/> method of the same class.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AfterSwapAttribute : Attribute;
