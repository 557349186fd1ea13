namespace HotWeave;

/// <summary>
/// Declares a method of a new version that is called before the version becomes current. It may refuse the swap by
/// <see cref="SwapHookContext.Veto"/> or by throwing.
/// </summary>
/// <remarks>
/// <para>The method is static, is in a class without type parameters, takes nothing or one <see cref="SwapHookContext"/>, and returns nothing or a <see cref="Task"/>.</para>
/// <para>The application runs on meanwhile. Its partner is the <see cref="AfterRollbackAttribute"/> method of the same class: that is called if this one
/// has run and its version is not, or no longer, current.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BeforeSwapAttribute : Attribute;
